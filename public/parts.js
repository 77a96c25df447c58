// Fetches a part of the program that a page needs when it is first shown, with patience, from any server that hands out files.
//
// `cargo xtask build` puts this before the list of parts. A part that does not arrive is told by the page that wants it.
const PAUSES_MS = [500, 1500];

// The boot script may have had to ask for the main script under another name; a second copy of it would know no program.
const initSync = () => globalThis.linewrightProgram;

async function fetchPart(url) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await fetch(url, attempt === 0 ? {} : { cache: 'reload' });
      if (!response.ok) throw new Error(`${url}: ${response.status}`);
      return response;
    } catch (error) {
      if (attempt >= PAUSES_MS.length) throw error;
      await new Promise((done) => setTimeout(done, PAUSES_MS[attempt]));
    }
  }
}

// A server that mislabels programs costs a little time, nothing else.
async function instantiatePart(source, imports) {
  const response = await source;
  const type = response.headers.get('Content-Type') || '';
  if (type.startsWith('application/wasm')) return WebAssembly.instantiateStreaming(response, imports);
  return WebAssembly.instantiate(await response.arrayBuffer(), imports);
}
