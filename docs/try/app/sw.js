// Keeps the page's own files, so that it works without a network; it never asks for anything else.
// A build writes its version here, so that a browser that keeps an earlier page sees that there is a new one.
const VERSION = "BUILT";
const LIST = "files.json";

async function kept() {
  const listed = await (await fetch(LIST, { cache: "no-store" })).json();
  const cache = await caches.open(VERSION);
  await cache.addAll(["./", LIST, ...listed.files].map((name) => new Request(name, { cache: "reload" })));
}

async function forgotten() {
  for (const name of await caches.keys()) if (name !== VERSION) await caches.delete(name);
}

self.addEventListener("install", (event) => event.waitUntil(kept().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(forgotten().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || new URL(event.request.url).origin !== self.location.origin) return;
  event.respondWith(caches.match(event.request, { ignoreSearch: true }).then((found) => found ?? fetch(event.request)));
});
