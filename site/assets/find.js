/* The search field at the head of every page. Without this script it is a form that
 * leads to the page from A to Z; with it, suggestions come while one types. The index
 * is loaded when the field gets the focus, as a script: a page opened from a folder may
 * not fetch. */
(function (cifra) {
  'use strict';

  const loaded = {};

  /* Load a script once; the promise fails when it cannot be had. */
  cifra.load = function (address) {
    loaded[address] = loaded[address] || new Promise((done, failed) => {
      const script = document.createElement('script');
      script.src = address;
      script.addEventListener('load', done);
      script.addEventListener('error', () => {
        delete loaded[address];
        script.remove();
        failed(new Error(address));
      });
      document.head.append(script);
    });
    return loaded[address];
  };

  let entries = [], words = {};
  const language = () => document.documentElement.lang;

  /* Called by the index itself. */
  cifra.index = function (index) {
    entries = cifra.entries(index);
    words = index.words;
  };
  cifra.allEntries = () => entries;
  cifra.findSay = (key, n) => words[key] === undefined ? '' :
    cifra.say(words, language(), key, n);
  cifra.kindOf = entry => cifra.findSay(entry.kind) +
    (entry.beside ? ' · ' + entry.beside : '');

  /* The page from A to Z shows what was asked for in its address. */
  function showFound(root, typed) {
    const section = document.getElementById('found');
    if (!section || !typed)
      return;
    const found = cifra.search(entries, typed);
    const list = cifra.make('ul', {class: 'columns'});
    for (const entry of found) {
      const item = cifra.make('li', {});
      item.append(cifra.make('a', {href: root + cifra.address(entry)}, entry.name),
        ' ', cifra.make('span', {class: 'kind'}, cifra.kindOf(entry)));
      list.append(item);
    }
    document.getElementById('found-count').textContent =
      cifra.findSay('count', found.length);
    document.getElementById('found-list').replaceChildren(...found.length ? [list] : []);
    section.hidden = false;
    document.getElementById('found-heading').focus();
  }

  function start(form) {
    const input = form.querySelector('input');
    const root = form.dataset.root;
    let box = null;
    const ready = () => cifra.load(form.dataset.index).then(() => {
      if (!box)
        box = cifra.combobox(input, {
          find: typed => cifra.search(entries, typed),
          label: cifra.kindOf,
          say: cifra.findSay,
          choose: entry => { location.href = root + cifra.address(entry); }
        });
      box.show();
    });
    input.addEventListener('focus', () => ready().catch(() => {}));
    const asked = new URLSearchParams(location.search).get('q');
    if (document.getElementById('found') && asked) {
      input.value = asked;
      ready().then(() => showFound(root, asked)).catch(() => {});
    }
  }

  if (typeof document !== 'undefined')
    document.querySelectorAll('form.find').forEach(start);
})(globalThis.cifra = globalThis.cifra || {});
