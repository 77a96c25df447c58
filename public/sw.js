// The service worker: keeps one complete version of Linewright in this browser and serves pages and parts from it.
//
// `cargo xtask build` writes the list of files and the names below. It takes over from an earlier version only when the person agrees, keeps
// what a tab of an earlier version still needs, and never answers a page for a part. To switch it off for everybody, put sw-off.js in its
// place under the name sw.js.
'use strict';

const BUILD = '@BUILD@';
const RELEASE = '@RELEASE@';
// [name, SHA-256 in base64] of every part; pages are made from the first page.
const PARTS = @PARTS@;
const ROUTES = @ROUTES@;

const SCOPE = new URL(self.registration.scope).pathname;
const PREFIX = `linewright ${SCOPE} `;
const CACHE = `${PREFIX}${BUILD} ${RELEASE}`;
const HASHED = /^[a-z0-9_]+-[0-9a-f]{8,}(_bg)?\.(js|wasm|css)$/;
const ANSWER_MS = 2000;

const address = (name) => new URL(name, self.registration.scope).href;

async function fetchSound(name) {
  const response = await fetch(address(name), { cache: 'reload' });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

// The first page, checked to be of this build; other headers (the server's policy on frames) are kept.
async function fetchPage(cache) {
  const response = await fetchSound('index.html');
  const text = await response.text();
  if (!text.includes(`<meta name="linewright-build" content="${BUILD}"`)) throw new Error('index.html is of another build');
  await cache.put(address('index.html'), new Response(text, { headers: response.headers }));
}

async function fetchPart(cache, [name, digest]) {
  const response = await fetchSound(name);
  const bytes = await response.arrayBuffer();
  const found = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))));
  if (found !== digest) throw new Error(`${name} is not the published file`);
  await cache.put(address(name), new Response(bytes, { headers: response.headers }));
}

// All or nothing: a version that did not arrive whole is not installed, and the one before stays.
async function install() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all([fetchPage(cache), ...PARTS.map((part) => fetchPart(cache, part))]);
    const stored = await (await caches.open(CACHE)).keys();
    if (stored.length !== PARTS.length + 1) throw new Error('the browser did not keep every file');
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

// Which build a tab runs; undefined if it does not answer (a sleeping tab).
function buildOf(client) {
  return new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) => done(event.data);
    setTimeout(() => done(undefined), ANSWER_MS);
    client.postMessage({ type: 'which-build' }, [channel.port2]);
  });
}

// Removes versions that no tab runs any more. Unsure means keep.
async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  if (old.length === 0) return;
  const clients = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const builds = await Promise.all(clients.filter((client) => client.url.startsWith(self.registration.scope)).map(buildOf));
  if (builds.includes(undefined) || self.registration.installing || self.registration.waiting) return;
  await Promise.all(old.filter((name) => !builds.some((build) => name.startsWith(`${PREFIX}${build} `))).map((name) => caches.delete(name)));
}

// The route a path belongs to: `demand`, `demand/` and `demand/index.html` are one; undefined if it is no page of ours.
function routeOf(path) {
  const route = path.replace(/(^|\/)index\.html$/, '').replace(/\/$/, '');
  return ROUTES.includes(route) ? route : undefined;
}

// Any page, from the kept first page with its relative addresses turned to where the site lies.
async function page() {
  const kept = await caches.match(address('index.html'), { cacheName: CACHE });
  if (!kept) return undefined;
  const scope = SCOPE.replaceAll('&', '&amp;');
  const headers = new Headers(kept.headers);
  headers.set('Content-Type', 'text/html; charset=utf-8');
  for (const name of ['Content-Encoding', 'Content-Length']) headers.delete(name);
  return new Response((await kept.text()).replaceAll('="./', `="${scope}`), { headers });
}

async function answerPage(request, route) {
  if (route !== undefined) return (await page()) || fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(address('404.html'), { cacheName: CACHE });
    if (!kept) throw error;
    return new Response(await kept.text(), { status: 404, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
  }
}

async function answerPart(request, name) {
  const kept = await caches.match(address(name), { cacheName: CACHE });
  return kept || fetch(request);
}

// A part of another build, asked for by a tab that still runs it: from a kept version, else from the server, never a page in its place.
async function answerStranger(request, name) {
  for (const cacheName of await caches.keys()) {
    const kept = cacheName.startsWith(PREFIX) && await caches.match(address(name), { cacheName });
    if (kept) return kept;
  }
  const response = await fetch(request).catch(() => undefined);
  if (response && response.ok && !(response.headers.get('Content-Type') || '').startsWith('text/html')) return response;
  return new Response('This part belongs to another version of Linewright.', { status: 404, headers: { 'Content-Type': 'text/plain' } });
}

const NAMES = new Set(PARTS.map(([name]) => name));

self.addEventListener('install', (event) => event.waitUntil(install()));

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  const type = event.data && event.data.type;
  if (type === 'activate') event.waitUntil(self.skipWaiting());
  if (type === 'hello') event.waitUntil(tidy());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || !url.pathname.startsWith(SCOPE)) return;
  const name = url.pathname.slice(SCOPE.length);
  if (request.mode === 'navigate') event.respondWith(answerPage(request, routeOf(name)));
  else if (NAMES.has(name)) event.respondWith(answerPart(request, name));
  else if (HASHED.test(name)) event.respondWith(answerStranger(request, name));
});
