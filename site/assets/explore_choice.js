/* What the reader chose, as the address keeps it:
 * #p=mx/guanajuato,mx/jalisco&o=homicidio-doloso&m=rate&s=year&f=2018&t=2024 */
(function (cifra) {
  'use strict';

  cifra.CHOICES_MAX = 4;

  const list = (text, known) => [...new Set((text || '').split(','))]
    .filter(item => item !== '' && known(item)).slice(0, cifra.CHOICES_MAX);
  const year = text => /^\d{4}$/.test(text || '') ? Number(text) : null;

  /* Read an address; what is not known is left out, what is missing has its default. */
  cifra.choiceOf = function (hash, isPlace, isOffence, defaults) {
    const asked = new URLSearchParams(hash.replace(/^#/, ''));
    const places = list(asked.get('p'), isPlace), offences = list(asked.get('o'), isOffence);
    return {
      places: places.length || asked.has('p') ? places : [defaults.place],
      offences: offences.length || asked.has('o') ? offences : [defaults.offence],
      measure: asked.get('m') === 'rate' ? 'rate' : 'count',
      step: asked.get('s') === 'year' ? 'year' : 'month',
      from: year(asked.get('f')), to: year(asked.get('t'))
    };
  };

  cifra.addressOf = choice => '#p=' + choice.places.join(',') +
    '&o=' + choice.offences.join(',') + '&m=' + choice.measure + '&s=' + choice.step +
    (choice.from ? '&f=' + choice.from : '') + (choice.to ? '&t=' + choice.to : '');

  /* The years that the strands have figures of. */
  cifra.yearsOf = function (strands) {
    const known = strands.flatMap(strand => strand.figures).filter(cifra.isKnown)
      .map(figure => Math.floor(figure.at / 12));
    return known.length ? [Math.min(...known), Math.max(...known)] : null;
  };

  /* The figures from one January to another December, both included. */
  cifra.between = (strand, from, to) => Object.assign({}, strand, {
    figures: strand.figures.filter(
      figure => figure.at >= 12 * from && figure.at < 12 * (to + 1))});
})(globalThis.cifra = globalThis.cifra || {});
