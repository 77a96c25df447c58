// Offline use, page side: hands the page to the service worker, tells the interface of a new version, and changes over only when asked.
//
// It never reloads a page on its own. For the interface: the event `linewright-update-ready` on the window (and
// `window.linewrightUpdateReady`, for listeners that come later), and `window.linewrightActivateUpdate()` to change over and reload.
(() => {
  'use strict';
  const CHECK_EVERY_MS = 60 * 60 * 1000;
  const html = document.documentElement;
  const meta = document.querySelector('meta[name="linewright-build"]');
  const watched = new WeakSet();
  let registration;
  let changing = false;

  window.linewrightUpdateReady = false;

  function offer() {
    window.linewrightUpdateReady = true;
    window.dispatchEvent(new CustomEvent('linewright-update-ready'));
  }

  window.linewrightActivateUpdate = () => {
    changing = true;
    if (registration && registration.waiting) registration.waiting.postMessage({ type: 'activate' });
    else location.reload();
  };

  // Offers a version that is being installed once it is there whole; it may be so already when one is told of it.
  function watch(worker) {
    if (watched.has(worker)) return;
    watched.add(worker);
    const look = () => {
      if (worker.state !== 'installed' || !navigator.serviceWorker.controller) return;
      worker.removeEventListener('statechange', look);
      offer();
    };
    worker.addEventListener('statechange', look);
    look();
  }

  async function register(workers) {
    // Told before anything else, so that no change of hands is missed.
    let served = Boolean(workers.controller);
    workers.addEventListener('controllerchange', () => {
      if (changing) location.reload();
      // Another tab changed over: this one goes on with its own version until its person agrees.
      else if (served) offer();
      served = true;
    });
    workers.addEventListener('message', (event) => {
      if (event.data && event.data.type === 'which-build' && event.ports[0]) event.ports[0].postMessage(meta.content);
    });
    workers.startMessages();
    const root = html.dataset.base;
    registration = await workers.register(`${root}sw.js`, { scope: root, updateViaCache: 'none' });
    const watchAll = () => [registration.installing, registration.waiting].filter(Boolean).forEach(watch);
    watchAll();
    registration.addEventListener('updatefound', watchAll);
    if (workers.controller) workers.controller.postMessage({ type: 'hello' });
    let checked = Date.now();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible' || Date.now() - checked < CHECK_EVERY_MS) return;
      checked = Date.now();
      registration.update().catch(() => {});
    });
    await workers.ready;
    html.dataset.offline = 'ready';
  }

  // After the start, so that the first visit is not slowed by fetching the rest.
  window.addEventListener('linewright-started', () => {
    if (!meta || meta.dataset.offline === undefined) return;
    try {
      // Where the browser forbids it (a sandboxed frame, plain http) the page works online only.
      const workers = navigator.serviceWorker;
      if (workers) register(workers).catch((error) => console.info('Offline use is not available:', error.message));
    } catch (error) {
      console.info('Offline use is not available:', error.message);
    }
  });
})();
