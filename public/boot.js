// Starts the page: finds where it was put, loads the program with patience, and says in words what stands in the way.
//
// A classic script, so that it runs where the server mislabels files or the browser is old. It never leaves a blank page and never writes
// anything stored; the rescue page is rescue.js, offline use is offline.js.
(() => {
  'use strict';
  // This file lies in the root of the site, whatever page it was called from.
  const root = new URL('.', document.currentScript.src);
  const html = document.documentElement;
  html.dataset.base = root.pathname;
  // The look that was chosen, before anything is painted in another; the program sets it again.
  const asked = new URLSearchParams(location.search);
  let theme = asked.get('theme');
  try {
    theme ??= JSON.parse(localStorage.getItem('lw-theme'));
  } catch {
    // Where storage is forbidden nothing was chosen.
  }
  if (['light', 'dark', 'contrast'].includes(theme)) html.dataset.theme = theme;
  if (asked.get('embed') === '1') html.dataset.embed = '';
  // Relative addresses move with the page's own, which the router changes.
  for (const link of document.querySelectorAll('link[rel="icon"], link[rel="manifest"]')) link.setAttribute('href', link.href);

  const PAUSES_MS = [500, 1500, 4000];
  const SLOW_MS = 15000;

  // What stands in the way, in words. `again` says whether trying again at once may help.
  const REASONS = {
    'file': ['This page was opened from a disk', 'Browsers run Linewright only from a web server. Put the folder on one (any will do) and open its address.'],
    'old': ['This browser cannot run Linewright', 'It lacks WebAssembly, or its administrator has switched it off. A current Chrome, Edge, Firefox or Safari runs Linewright.'],
    'network': ['The connection was lost while loading', 'Linewright was tried several times. Check the connection and try again; your data in this browser are untouched.'],
    'sandbox': ['This page is shown in a closed frame', 'The page around it has to allow more: allow-same-origin in the frame’s “sandbox”, or Linewright’s server has to send “Access-Control-Allow-Origin: *”. Opened in a tab of its own it works.'],
    'missing': ['A part of Linewright is missing on the server', 'A new version may have been published a moment ago: try again. If this stays, the folder on the server is incomplete.'],
    'refused': ['The server refused a part of Linewright', 'Try again. If this stays, tell the person who looks after the server what is written below.'],
    'html': ['The server answered with a web page instead of the program', 'A sign-in page or a rule of the server stands in between. Sign in again, or tell the person who looks after the server what is written below.'],
    'type': ['The server mislabels a part of Linewright', 'It has to send files ending in .js as “text/javascript”. Tell the person who looks after the server what is written below.'],
    'damaged': ['A part of Linewright arrived damaged', 'Try again. If this stays, this browser may be too old, or something between the server and this browser changes files.'],
  };

  class Obstacle extends Error {
    constructor(reason, detail) {
      super(detail);
      this.reason = reason;
    }
    // Whether waiting and asking once more may bring the file.
    get passing() {
      return this.reason === 'network' || this.reason === 'refused' || this.reason === 'missing' || this.reason === 'damaged';
    }
  }

  const panel = document.getElementById('boot');
  const say = (text) => {
    const line = panel && panel.querySelector('.boot-text');
    if (line) line.textContent = text;
  };

  // Shows why the page did not start and what to do; the detail is for the person who looks after the server.
  function showObstacle(reason, detail) {
    const [title, advice] = REASONS[reason];
    const make = (name, text) => Object.assign(document.createElement(name), { textContent: text });
    const again = make('button', 'Try again');
    again.type = 'button';
    again.addEventListener('click', tryAgain);
    const more = document.createElement('details');
    more.append(make('summary', 'Technical detail'), make('p', detail));
    const place = document.getElementById('boot') || document.body.appendChild(Object.assign(document.createElement('div'), { id: 'boot' }));
    place.className = 'boot boot-stopped';
    place.setAttribute('role', 'alert');
    place.dataset.reason = reason;
    place.replaceChildren(make('h1', title), make('p', advice), again, more);
  }

  // Loads the page anew past the browser's cache, so that an outdated copy of it does not ask for parts that are gone.
  async function tryAgain() {
    try {
      await fetch(location.href, { cache: 'reload' });
    } catch {
      // Still away: the reload below says so.
    }
    location.reload();
  }

  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  // Does `step(attempt)` until it succeeds, meets an obstacle that waiting will not remove, or has been tried often enough.
  async function patiently(step) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await step(attempt);
      } catch (error) {
        const obstacle = error instanceof Obstacle ? error : new Obstacle('network', String(error));
        if (!obstacle.passing || attempt >= PAUSES_MS.length) throw obstacle;
        say(`The connection was interrupted. Trying again (${attempt + 2} of ${PAUSES_MS.length + 1})…`);
        await pause(PAUSES_MS[attempt]);
      }
    }
  }

  // Asks for a file and refuses what cannot be it.
  async function ask(url, attempt) {
    let response;
    try {
      // The first question is the one the page's preload has already asked; later ones go past what the browser kept.
      response = await fetch(url, attempt === 0 ? {} : { cache: 'reload' });
    } catch (error) {
      throw new Obstacle('network', `${url}: ${error.message}`);
    }
    if (response.status === 404 || response.status === 410) throw new Obstacle('missing', `${url}: ${response.status}`);
    if (!response.ok) throw new Obstacle('refused', `${url}: ${response.status} ${response.statusText}`);
    return response;
  }

  // The compiled program. A server that mislabels it costs a little time, nothing else.
  async function program(url, attempt) {
    const response = await ask(url, attempt);
    const type = response.headers.get('Content-Type') || 'no type';
    if (WebAssembly.compileStreaming && type.startsWith('application/wasm')) {
      try {
        return await WebAssembly.compileStreaming(response);
      } catch (error) {
        throw new Obstacle(error instanceof WebAssembly.CompileError ? 'damaged' : 'network', `${url}: ${error.message}`);
      }
    }
    let bytes;
    try {
      bytes = await response.arrayBuffer();
    } catch (error) {
      throw new Obstacle('network', `${url}: ${error.message}`);
    }
    const start = String.fromCharCode(...new Uint8Array(bytes.slice(0, 512)));
    if (!start.startsWith('\0asm')) {
      throw new Obstacle(/^\s*</.test(start) ? 'html' : 'damaged', `${url}: ${type}, begins with “${start.slice(0, 40).trim()}”`);
    }
    try {
      return await WebAssembly.compile(bytes);
    } catch (error) {
      throw new Obstacle('damaged', `${url}: ${error.message}`);
    }
  }

  // The generated script that joins the program to the browser.
  async function bindings(url, attempt) {
    try {
      // A failed import is remembered by some browsers for as long as the page lives, hence the new name.
      return await import(attempt === 0 ? url : `${url}?again=${attempt}`);
    } catch (error) {
      const response = await ask(url, attempt + 1);
      const type = response.headers.get('Content-Type') || 'no type';
      const start = (await response.text()).trimStart().slice(0, 40);
      const detail = `${url}: ${type}: ${error.message}`;
      if (start.startsWith('<')) throw new Obstacle('html', detail);
      if (!/javascript|ecmascript/.test(type)) throw new Obstacle('type', detail);
      throw new Obstacle('damaged', detail);
    }
  }

  // An address that names the file is changed to that of the page, so that routes are the same however the page was opened.
  function tidyAddress() {
    const path = location.pathname.replace(/index\.html$/, '');
    if (path !== location.pathname) history.replaceState(history.state, '', path + location.search + location.hash);
  }

  // When the words of the page are on the screen; a tab that is not shown paints nothing and is not waited for.
  const painted = () => new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 100);
  });

  // The style of phases and artefacts. The first page does without, so it does not wait for it; a page of its own asks for it itself.
  function dress() {
    const look = document.querySelector('meta[name="linewright-look"]');
    if (!look || document.querySelector('link[href*="pages-"]')) return;
    const address = new URL(look.content.split('/').pop(), root).href;
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: address }));
  }

  async function start() {
    if (location.protocol === 'file:') throw new Obstacle('file', location.href);
    if (typeof WebAssembly !== 'object') throw new Obstacle('old', navigator.userAgent);
    const address = (part) => {
      const element = document.querySelector(`[data-boot="${part}"]`);
      return element.href ?? new URL(element.content, document.baseURI).href;
    };
    await painted();
    say('Loading Linewright…');
    const slow = setTimeout(() => say('Still loading. The connection is slow.'), SLOW_MS);
    try {
      const [glue, module] = await Promise.all([
        patiently((attempt) => bindings(address('script'), attempt)),
        patiently((attempt) => program(address('program'), attempt)),
      ]);
      tidyAddress();
      // The parts of the program that are fetched later join themselves to this one.
      window.linewrightProgram = await glue.default({ module_or_path: module });
    } finally {
      clearTimeout(slow);
    }
    dress();
    say('Opening your workspace…');
    html.dataset.started = '';
    performance.mark('linewright-started');
    window.dispatchEvent(new CustomEvent('linewright-started'));
  }

  if (panel) panel.classList.add('boot-running');
  // The program says so when there is something to see.
  window.addEventListener('linewright-shown', () => {
    if (!html.dataset.rescue && panel) panel.remove();
  });
  start().catch((error) => {
    if (html.dataset.rescue) return;
    const obstacle = error instanceof Obstacle ? error : new Obstacle('damaged', String((error && error.stack) || error));
    // A frame without an origin may read nothing, which looks like a lost connection.
    const closed = obstacle.reason === 'network' && self.origin === 'null';
    showObstacle(closed ? 'sandbox' : obstacle.reason, obstacle.message);
  });
})();
