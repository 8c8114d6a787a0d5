/* The address of a chart as this edition has it. A page that said what its edition is
 * called would be another one in every edition: so the reader's browser looks it up in the
 * site's edition.json, when somebody asks for the HTML or reads how to pin it. The last one
 * of chain.txt may be another, while an operator shows an earlier one. */
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

  const lookUp = top => fetch(`${top}edition.json`)
    .then(answer => answer.ok ? answer.json() : null).then(cifra.editionOf);

  function start(details, top, depth) {
    details.addEventListener('toggle', () => {
      const pinned = details.querySelector('.pinned');
      if (!details.open || !pinned.hidden)
        return;
      lookUp(top).then(edition => {
        if (!edition)
          return;
        pinned.querySelector('textarea').value =
          cifra.pinned(details.querySelector('textarea').value, edition, depth);
        pinned.hidden = false;
      }).catch(() => { /* the page says how to do it by hand */ });
    });
  }

  if (typeof document === 'undefined')
    return;
  const top = document.currentScript.getAttribute('src').replace(/pin\.js$/, '');
  document.querySelectorAll('details.embed').forEach(details => {
    if (details.querySelector('.pinned'))
      start(details, top, top.split('../').length - 1);
  });
  /* The second edition of a day is not called like the day, which the page has. */
  const name = document.getElementById('edition-name');
  if (name && location.protocol !== 'file:')
    lookUp(top).then(edition => {
      if (edition)
        name.textContent = edition;
    }).catch(() => { /* nor is this needed to find it in chain.txt */ });
})(globalThis.cifra = globalThis.cifra || {});
