/* Finding a name among thousands: what the index holds, and what fits the words that a
 * reader types. Nothing here touches the page. */
(function (cifra) {
  'use strict';

  const KINDS = ['country', 'state', 'theme', 'offence', 'town', 'untold'];
  const EXACT = 0, START = 1, WORDS = 2, INSIDE = 3, NO = 4;

  /* Without accents and capitals, white space as one space. */
  cifra.fold = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    .replace(/\s+/g, ' ').trim();

  /* The name of a town's folder, unless the index says otherwise. */
  cifra.slug = text => cifra.fold(text).replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

  function entry(kind, name, folder, path, beside, names, size) {
    return {kind, name, folder, path, beside, size, folded: names.map(cifra.fold)};
  }

  function townsOf(group, index) {
    const [state, folder, , , names, sizes] = group;
    return names === '' ? [] : names.split('|').map((written, i) => {
      const cut = written.lastIndexOf('/');
      const name = cut < 0 ? written : written.slice(0, cut);
      const path = folder + '/' + (cut < 0 ? cifra.slug(name) : written.slice(cut + 1));
      return entry('town', name, path, path, state, [name], parseInt(sizes[i], 36));
    });
  }

  /* Towns of which there are no figures: they lead to where that is said of them. */
  function untoldOf([state, folder, , , , , names], index) {
    return !names ? [] : names.split('|').map(name => Object.assign(
      entry('untold', name, '', index.paths.find + '/' + folder, state, [name], 0),
      {anchor: '#untold'}));
  }

  /* Where an entry leads, below the pages of its language. */
  cifra.address = entry => entry.path + '/index.html' + (entry.anchor || '');

  /* Every place, offence and theme of an index (see site/search_index.h): path is its
   * page's folder within the language, folder a place's in any, or an offence's code;
   * bare: a place without figures of its own. */
  cifra.entries = function (index) {
    const found = [];
    for (const group of index.places) {
      const [name, folder, size, hasFigures] = group;
      const kind = folder.includes('/') ? 'state' : 'country';
      const place = entry(kind, name, folder, folder, '', [name], parseInt(size, 36));
      found.push({...place, bare: !hasFigures}, ...townsOf(group, index),
        ...untoldOf(group, index));
    }
    for (const [name, code, ...others] of index.themes)
      found.push(entry('theme', name, code, index.paths.themes + '/' + code, '',
        [name, ...others], 0));
    for (const [name, code, ...others] of index.offences)
      found.push(entry('offence', name, code, index.paths.offences + '/' + code, '',
        [name, ...others], 0));
    return found;
  };

  function fit(name, query, tokens, beside) {
    if (name === query)
      return EXACT;
    if (name.startsWith(query))
      return START;
    const words = (name + ' ' + beside).split(/[^\p{L}\p{N}]+/u);
    if (tokens.every(token => words.some(word => word.startsWith(token))))
      return WORDS;
    return query.length > 2 && name.includes(query) ? INSIDE : NO;
  }

  function order(a, b) {
    return a.fit - b.fit || KINDS.indexOf(a.entry.kind) - KINDS.indexOf(b.entry.kind) ||
      b.entry.size - a.entry.size || (a.entry.path < b.entry.path ? -1 : 1);
  }

  /* What fits, best first: the whole name, its beginning, beginnings of its words (or of
   * its state's), its inside; then larger places before smaller ones. A name in another
   * language counts like that of the page. */
  cifra.search = function (entries, typed) {
    const query = cifra.fold(typed);
    if (query === '')
      return [];
    const tokens = query.split(/[^\p{L}\p{N}]+/u).filter(token => token !== '');
    if (tokens.length === 0)
      return [];
    return entries
      .map(one => ({entry: one, fit: Math.min(...one.folded.map(
        name => fit(name, query, tokens, cifra.fold(one.beside))))}))
      .filter(one => one.fit < NO)
      .sort(order)
      .map(one => one.entry);
  };

  /* A message with its parts filled in; n chooses the form by the language's rules. */
  cifra.say = function (words, language, key, n, parts) {
    let message = words[key];
    if (typeof message === 'object') {
      const form = n === 0 && message.zero !== undefined
        ? 'zero' : new Intl.PluralRules(language).select(n);
      message = message[form] === undefined ? message.other : message[form];
    }
    const all = Object.assign({n: n === undefined ? '' :
      new Intl.NumberFormat(language).format(n)}, parts);
    return message.replace(/\{(\w+)\}/g, (hole, name) => name in all ? all[name] : hole);
  };
})(globalThis.cifra = globalThis.cifra || {});
