// Works on the table of items as a person does, only faster: pastes rows into it, and notes what the page has said to be saved.
(() => {
  const table = () => document.querySelector('.table-grid');
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  // A turn of the event loop: what an edit changed on the page has been put there.
  const turn = () =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done();
      port2.postMessage(0);
    });
  const random = (seed) => {
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  };
  const says = () => document.querySelector('.saved > span:not(.visually-hidden)')?.textContent;
  const paste = (text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    table().dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  };
  const press = (key, more = {}) => table().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  const search = async (words) => {
    const input = document.querySelector('.table-bar input[type=search]');
    input.value = words;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await pause(150);
    await turn();
  };

  const typist = { made: 0, saved: 0, running: false, longest: 0 };
  // The last edit whose effects on the page are there: when the page says "Saved" after that, the edit is saved.
  let settled = 0;
  const look = () => {
    if (says() === 'Saved') typist.saved = settled;
  };

  // Adds rows `<prefix>-1`, `<prefix>-2`, … until stopped or there are `most`, `block` in one paste, with pauses of up to `longest` milliseconds.
  typist.add = async (prefix, seed, longest, most, block = 1) => {
    await search('no row is called that');
    typist.running = true;
    const chance = random(seed);
    const looking = setInterval(look, 1);
    let last = performance.now();
    while (typist.running && typist.made < most) {
      const rows = Math.min(block, most - typist.made);
      paste(Array.from({ length: rows }, (_, row) => `${prefix}-${typist.made + 1 + row}`).join('\n'));
      typist.made += rows;
      await turn();
      settled = typist.made;
      look();
      if (longest > 0) await pause(chance() * longest);
      typist.longest = Math.max(typist.longest, performance.now() - last);
      last = performance.now();
    }
    typist.running = false;
    while (typist.saved < typist.made) {
      await pause(5);
      look();
    }
    clearInterval(looking);
  };

  // Gives the rows whose name holds `words` new descriptions, `count` times, a few rows at a time.
  typist.describe = async (words, text, seed, longest, count) => {
    await search(words);
    const rows = await typist.copy();
    const chance = random(seed);
    for (let edit = 1; edit <= count; edit += 1) {
      const first = Math.floor(chance() * rows.length);
      const block = rows.map(([name, description], at) => {
        if (at >= first) rows[at][1] = description = `${text}-${edit}`;
        return `${name}\t${description}`;
      });
      press('Home', { ctrlKey: true });
      paste(block.join('\n'));
      await turn();
      await pause(chance() * longest);
    }
  };

  // Names and descriptions of the rows in sight of the search.
  typist.copy = async () => {
    press('a', { ctrlKey: true });
    await turn();
    const clipboardData = new DataTransfer();
    table().dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
    press('Escape');
    const lines = clipboardData.getData('text/plain').split('\n');
    return lines.filter((line) => line !== '').map((line) => line.replace('\r', '').split('\t').slice(0, 2));
  };

  // Names and descriptions of all rows.
  typist.rows = async () => {
    await search('');
    return typist.copy();
  };
  typist.paste = paste;
  typist.search = search;
  typist.says = says;
  window.typist = typist;
})();
