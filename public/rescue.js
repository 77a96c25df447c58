// The rescue page: when the program has stopped, it takes its place, keeps anything more from being written, and hands out a file with
// every byte Linewright has stored in this browser.
//
// It never changes or deletes anything stored, and it needs nothing of the program, which is gone by then.
(() => {
  'use strict';
  const html = document.documentElement;
  const KEY_PREFIX = 'lw1/';
  const DATABASE = 'lw1';

  // What could wake the stopped program and let it write from a broken state.
  const WAKING = ['storage', 'focus', 'blur', 'online', 'offline', 'pagehide', 'pageshow', 'beforeunload', 'popstate', 'hashchange', 'message', 'resize',
    'visibilitychange', 'keydown', 'keyup', 'pointerdown', 'pointerup', 'pointermove', 'click', 'drop', 'dragover', 'paste', 'copy', 'cut', 'input'];

  // Once stopped, events end here unless they belong to the rescue page; being first on the window, this is asked before the program.
  for (const name of WAKING) {
    window.addEventListener(name, (event) => {
      const own = event.target instanceof Node && event.target.parentElement && event.target.parentElement.closest('#rescue');
      if (html.dataset.rescue && !own) event.stopImmediatePropagation();
    }, true);
  }

  // Puts the program to rest: no timer of its own fires again, and whatever still reaches it cannot write from a broken state.
  function silence() {
    const refuse = () => {
      throw new Error('Linewright has stopped: nothing more is written.');
    };
    for (const name of ['setItem', 'removeItem', 'clear']) Storage.prototype[name] = refuse;
    for (const name of ['add', 'put', 'delete', 'clear']) IDBObjectStore.prototype[name] = refuse;
    const last = setTimeout(() => {}, 0);
    for (let id = 1; id <= last; id += 1) {
      clearTimeout(id);
      clearInterval(id);
    }
  }

  function base64(bytes) {
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text).replace(/=+$/, '');
  }

  const bytesOf = async (value) => {
    if (value instanceof Blob) return new Uint8Array(await value.arrayBuffer());
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return new TextEncoder().encode(String(value));
  };

  // A line of the file: where it lies, its key, and its bytes.
  const line = async (place, key, value) => `${place}\t${key}\t${base64(await bytesOf(value))}\n`;

  const finished = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
    request.onblocked = () => failed(new Error('blocked by another tab'));
  });

  // Opens the database only if it exists: opening must not create it.
  async function openDatabase() {
    const request = indexedDB.open(DATABASE);
    request.onupgradeneeded = () => request.transaction.abort();
    return finished(request).catch((error) => {
      if (error && error.name === 'AbortError') return undefined;
      throw error;
    });
  }

  async function readDatabase() {
    const database = await openDatabase();
    const lines = [];
    if (!database) return lines;
    try {
      for (const name of database.objectStoreNames) {
        const store = database.transaction(name, 'readonly').objectStore(name);
        const [keys, values] = await Promise.all([finished(store.getAllKeys()), finished(store.getAll())]);
        for (let at = 0; at < keys.length; at += 1) lines.push(await line('database', keys[at], values[at]));
      }
    } finally {
      database.close();
    }
    return lines;
  }

  async function readLocalStorage() {
    const lines = [];
    for (let at = 0; at < localStorage.length; at += 1) {
      const key = localStorage.key(at);
      if (key.startsWith(KEY_PREFIX)) lines.push(await line('local-storage', key, localStorage.getItem(key)));
    }
    return lines;
  }

  // Everything stored, in the form that the program opens again under “Import and export”. Lines with # are for people; what cannot be
  // read is named there and does not keep the rest from being saved.
  async function collect(message) {
    const unread = [];
    const attempt = async (name, read) => {
      try {
        return await read();
      } catch (error) {
        unread.push(`${name} could not be read: ${error}`);
        return [];
      }
    };
    const lines = [...await attempt('local storage', readLocalStorage), ...await attempt('the database', readDatabase)];
    const build = (document.querySelector('meta[name="linewright-build"]') || {}).content || '';
    const words = [`build ${build}`, `page ${location.href}`, message, ...unread];
    const notes = words.map((word) => `# ${word.replaceAll('\n', '\n# ')}\n`);
    return { text: ['Linewright rescue file 1\n', ...notes, ...lines], records: lines.length, unread: unread.length };
  }

  async function download(message, status) {
    const file = await collect(message);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(file.text, { type: 'text/plain' }));
    link.download = 'linewright-rescue.txt';
    link.click();
    status.textContent = `Rescue file made with ${file.records} stored records.` + (file.unread ? ' Part of the storage could not be read.' : '');
  }

  // Takes the place of the page. Shown once; whatever fails afterwards is the same accident.
  function showRescue(message) {
    if (html.dataset.rescue) return;
    html.dataset.rescue = 'shown';
    silence();
    const make = (name, text) => Object.assign(document.createElement(name), { textContent: text });
    const page = Object.assign(document.createElement('main'), { id: 'rescue', className: 'boot' });
    page.setAttribute('role', 'alert');
    const reload = make('button', 'Reload');
    const save = make('button', 'Download rescue file');
    const status = make('p', '');
    status.setAttribute('role', 'status');
    reload.addEventListener('click', () => location.reload());
    save.addEventListener('click', () => download(message, status));
    const detail = document.createElement('details');
    detail.append(make('summary', 'Technical detail'), make('p', message));
    page.append(make('h1', 'Something went wrong'),
      make('p', 'Linewright has stopped. Everything that was shown as saved is still in this browser; a reload brings it back. If it happens again, download the rescue file first: it holds all of it, and Linewright opens it under “Import and export”.'),
      reload, save, status, detail);
    document.body.replaceChildren(page);
    reload.focus();
  }

  window.addEventListener('linewright-panic', (event) => showRescue(String(event.detail)));
  // A trap of the program without a message, such as memory running out.
  const trapped = (error) => typeof WebAssembly === 'object' && error instanceof WebAssembly.RuntimeError && showRescue(String(error.stack || error));
  window.addEventListener('error', (event) => trapped(event.error));
  window.addEventListener('unhandledrejection', (event) => trapped(event.reason));
})();
