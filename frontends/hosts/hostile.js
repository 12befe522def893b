'use strict';
// Everything a script that runs first on a page can try. What it gets hold of is kept in `loot`, for people and tests to see.
const loot = [];
// On the page each line stands once, with how often it was taken.
const counts = new Map();
const items = new Map();
const take = (how, what) => {
  let text;
  try {
    text = typeof what === 'string' ? what : JSON.stringify(what);
  } catch {
    text = String(what);
  }
  loot.push({ how, text });
  const line = `${how}: ${text}`;
  const count = (counts.get(line) ?? 0) + 1;
  counts.set(line, count);
  const list = document.getElementById('loot');
  if (!list) return;
  const item = items.get(line) ?? document.createElement('li');
  item.textContent = count === 1 ? line : `${line} (${count} times)`;
  if (!items.has(line)) list.append(item);
  items.set(line, item);
};
window.loot = loot;

const hook = (object, name, how) => {
  const original = object[name];
  object[name] = function (...parameters) {
    take(how, parameters.map(String));
    const result = original.apply(this, parameters);
    if (result instanceof Promise) result.then((value) => value instanceof Response && value.clone().text().then((body) => take(`${how} answer`, body))).catch(() => {});
    return result;
  };
};
hook(window, 'fetch', 'fetch');
hook(XMLHttpRequest.prototype, 'send', 'XMLHttpRequest');
hook(SubtleCrypto.prototype, 'digest', 'crypto.subtle.digest');
hook(Crypto.prototype, 'getRandomValues', 'crypto.getRandomValues');
hook(window, 'postMessage', 'postMessage');
hook(JSON, 'parse', 'JSON.parse');

// Closed roots are opened for everybody.
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) {
  const root = attach.call(this, { ...options, mode: 'open' });
  setInterval(() => root.textContent && take('shadow root', root.textContent), 1000);
  return root;
};

// Every listener for messages is watched, and every message read.
const listen = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (type, listener, options) {
  if (type === 'message') listen.call(this, type, (event) => take(event.source === window ? 'message from this page itself' : 'message from a frame', event.data), options);
  return listen.call(this, type, listener, options);
};
window.addEventListener('message', () => {});

// Frames are read from outside, and spoken to as if by the exchange.
setInterval(() => {
  for (const frame of document.querySelectorAll('iframe')) {
    try {
      take('frame document', frame.contentDocument ? frame.contentDocument.body.textContent : 'closed');
    } catch (error) {
      take('frame document', error.name);
    }
    try {
      take('frame window', frame.contentWindow.document.body.textContent);
    } catch (error) {
      take('frame window', error.name);
    }
    frame.contentWindow.postMessage({ type: 'cie-code', code: 'forged' }, '*');
    window.postMessage({ cie: 'size', height: 9 }, '*');
  }
}, 2000);
