// Halts the page at a step of compaction: `window.haltAt` counts the steps from one. The server is told and answers late, so that the page
// stands still exactly there until it is killed.
(() => {
  const steps = (window.compactionSteps = []);
  const step = (name) => {
    steps.push(name);
    if (steps.length !== window.haltAt) return;
    const request = new XMLHttpRequest();
    request.open('GET', `${document.documentElement.dataset.base ?? '/'}halted?${encodeURIComponent(name)}`, false);
    try {
      request.send();
    } catch {}
  };
  const isSnapshot = (key) => /^lw1\/[^/]+\/s\//.test(String(key));
  const isLog = (key) => /^lw1\/[^/]+\/[wbs]\//.test(String(key));

  // The beat of the page comes quicker, so that the quiet before compaction is short.
  const { setInterval } = window;
  window.setInterval = (act, delay, ...more) => setInterval(act, delay === 1000 ? 60 : delay, ...more);

  for (const name of ['put', 'add']) {
    const write = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (value, key) {
      if (!isSnapshot(key)) return write.call(this, value, key);
      step(`before a snapshot goes into the database`);
      const request = write.call(this, value, key);
      this.transaction.addEventListener('complete', () => step('after the snapshot was committed'));
      step(`while a snapshot goes into the database`);
      return request;
    };
  }
  const remove = IDBObjectStore.prototype.delete;
  IDBObjectStore.prototype.delete = function (key) {
    if (!isLog(key)) return remove.call(this, key);
    step('before a record leaves the database');
    const request = remove.call(this, key);
    this.transaction.addEventListener('complete', () => step('after records left the database'));
    return request;
  };
  const set = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, value) {
    if (!isSnapshot(key)) return set.call(this, key, value);
    step('before a snapshot goes into local storage');
    set.call(this, key, value);
    step('after a snapshot went into local storage');
  };
  const removeItem = Storage.prototype.removeItem;
  Storage.prototype.removeItem = function (key) {
    if (!isLog(key)) return removeItem.call(this, key);
    step('before a record leaves local storage');
    removeItem.call(this, key);
    step('after a record left local storage');
  };
})();
