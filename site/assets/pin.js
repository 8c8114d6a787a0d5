/* The address of a chart as this edition has it. Only chain.txt knows what the edition is
 * called, and a page that said so would be another one in every edition: so the reader's
 * browser looks it up, when somebody asks for the HTML. */
(function (cifra) {
  'use strict';

  /* The last edition of chain.txt, whose lines are "<hash>  v/<edition>/edition.json". */
  cifra.newestEdition = chain => {
    const found = chain.trimEnd().split('\n').pop()
      .match(/^[0-9a-f]{64} [ *]v\/([0-9a-f-]+)\/edition\.json$/);
    return found && found[1];
  };

  /* The same HTML, its picture taken from the edition's own folder, which stands below the
   * site's top: `depth` folders above the page. */
  cifra.pinned = (html, edition, depth) => html.replace(/ src="([^"]*)"/, (all, address) => {
    const parts = address.split('/');
    parts.splice(parts.length - 1 - depth, 0, 'v', edition);
    return ` src="${parts.join('/')}"`;
  });

  function start(details, top, depth) {
    details.addEventListener('toggle', () => {
      const pinned = details.querySelector('.pinned');
      if (!details.open || !pinned.hidden)
        return;
      fetch(`${top}chain.txt`).then(answer => answer.ok ? answer.text() : '')
        .then(chain => {
          const edition = cifra.newestEdition(chain);
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
})(globalThis.cifra = globalThis.cifra || {});
