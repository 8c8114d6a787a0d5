/* What a page may not say itself: which edition it is of. A page that did would be another
 * one in every edition, so the reader's browser looks it up in the site's edition.json, when
 * somebody asks how to cite the page, for the HTML of a chart as this edition has it, or
 * reads how to pin it. The last one of chain.txt may be another, while an operator shows an
 * earlier one. */
(function (cifra) {
  'use strict';

  /* What an edition.json calls its edition: "2026-04-18", or "2026-04-18-3fa9c2d41b07". */
  cifra.editionOf = json => {
    const {edition} = json || {};
    return typeof edition === 'string' &&
      /^\d{4}-\d\d-\d\d(-[0-9a-f]{12})?$/.test(edition) ? edition : null;
  };

  /* The same HTML, its picture taken from the edition's own folder, which stands below the
   * site's top: `depth` folders above the page. */
  cifra.pinned = (html, edition, depth) => html.replace(/ src="([^"]*)"/, (all, address) => {
    const parts = address.split('/');
    parts.splice(parts.length - 1 - depth, 0, 'v', edition);
    return ` src="${parts.join('/')}"`;
  });

  let asked = null;

  /* What the site's edition is called; null where nobody answers. */
  const editionAt = top => asked = asked || fetch(`${top}edition.json`)
    .then(answer => answer.ok ? answer.json() : null).then(cifra.editionOf, () => null);

  /* Once it is open, and where the edition is known: else the page says how to do it by
   * hand. */
  function whenOpened(details, top, tell) {
    details.addEventListener('toggle', () => {
      if (details.open)
        editionAt(top).then(edition => edition && tell(edition));
    });
  }

  function pin(details, edition, depth) {
    const pinned = details.querySelector('.pinned');
    pinned.querySelector('textarea').value =
      cifra.pinned(details.querySelector('textarea').value, edition, depth);
    pinned.hidden = false;
  }

  function cite(details, edition) {
    details.querySelectorAll('.edition').forEach(place => { place.textContent = edition; });
    details.querySelectorAll('.named').forEach(words => { words.hidden = false; });
    details.querySelectorAll('.by-hand').forEach(words => { words.hidden = true; });
  }

  if (typeof document === 'undefined')
    return;
  const top = document.currentScript.getAttribute('src').replace(/pin\.js$/, '');
  document.querySelectorAll('details.embed').forEach(details => {
    if (details.querySelector('.pinned'))
      whenOpened(details, top,
        edition => pin(details, edition, top.split('../').length - 1));
  });
  document.querySelectorAll('details.citation').forEach(details => {
    whenOpened(details, top, edition => cite(details, edition));
    addEventListener('beforeprint', () => { details.open = true; });
  });
  /* The second edition of a day is not called like the day, which the page has. */
  const name = document.getElementById('edition-name');
  if (name && location.protocol !== 'file:')
    editionAt(top).then(edition => {
      if (edition)
        name.textContent = edition;
    });
})(globalThis.cifra = globalThis.cifra || {});
