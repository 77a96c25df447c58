// The net under a missing page: from its own address it knows where the site lies, sends known routes to their file, and otherwise gives a
// link to the first page.
//
// Loaded by 404.html only, possibly found at several depths; it acts once.
const ROUTES = @ROUTES@;
const root = new URL('.', import.meta.url);
const home = document.getElementById('home');

if (home && !home.dataset.found && location.pathname.startsWith(root.pathname)) {
  home.dataset.found = root.pathname;
  const route = location.pathname.slice(root.pathname.length).replace(/(^|\/)index\.html$/, '').replace(/\/+$/, '');
  const file = new URL(route === '' ? 'index.html' : `${route}/index.html`, root);
  if (ROUTES.includes(route) && file.pathname !== location.pathname) {
    location.replace(file.pathname + location.search + location.hash);
  } else {
    const link = Object.assign(document.createElement('a'), { href: new URL('index.html', root).href, textContent: 'Open the first page' });
    home.after(link);
  }
}
