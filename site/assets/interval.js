/* The 95% interval of the mean behind a count: what transform/interval.c does, so that a
 * rate has the same interval on every page. Exact Poisson below ten cases (Garwood
 * 1936), Byar's approximation from ten on; the negative binomial where months scatter
 * more than chance alone. */
(function (cifra) {
  'use strict';

  const TAIL = 0.025, Z = 1.959963984540054, EXACT_BELOW = 10;

  /* Lanczos' approximation, g = 7, n = 9; x > 0. */
  const LANCZOS = [0.99999999999980993, 676.5203681218851, -1259.1392167224028,
    771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7];
  function logGamma(x) {
    if (x < 0.5)
      return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
    const t = x + 6.5;
    const sum = LANCZOS.reduce((all, c, i) => i === 0 ? c : all + c / (x - 1 + i), 0);
    return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
  }

  /* The continued fraction of the incomplete beta function (Abramowitz and Stegun
   * 26.5.8), by Lentz's method. */
  function betaFraction(a, b, x) {
    const tiny = 1e-300, keep = value => Math.abs(value) < tiny ? tiny : value;
    let c = 1, d = 1 / keep(1 - (a + b) * x / (a + 1)), product = d;
    for (let m = 1; m < 10000; m++) {
      const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / keep(1 + even * d);
      c = keep(1 + even / c);
      product *= c * d;
      const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / keep(1 + odd * d);
      c = keep(1 + odd / c);
      product *= c * d;
      if (Math.abs(c * d - 1) < 1e-14)
        break;
    }
    return product;
  }

  /* Regularised incomplete beta function; y is 1 - x, told apart because it may be tiny. */
  function betaLower(a, b, x, y) {
    if (x <= 0 || y <= 0)
      return x <= 0 ? 0 : 1;
    const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) +
      a * Math.log(x) + b * Math.log(y));
    return x < (a + 1) / (a + b + 2)
      ? front * betaFraction(a, b, x) / a
      : 1 - front * betaFraction(b, a, y) / b;
  }

  function poissonLower(count, mean) {
    let term = Math.exp(-mean), sum = term;
    for (let i = 1; i <= count; i++) {
      term *= mean / i;
      sum += term;
    }
    return sum;
  }

  function negativeBinomialLower(count, mean, shape) {
    const all = shape + mean;
    return betaLower(shape, count + 1, shape / all, mean / all);
  }

  /* The mean at which P(X <= count) falls to p. */
  function meanAt(lower, p) {
    let low = 0, high = 1;
    while (lower(high) > p) {
      if (high > 1e12)
        return Infinity;
      high *= 2;
    }
    for (let i = 0; i < 100; i++) {
      const middle = (low + high) / 2;
      if (lower(middle) > p)
        low = middle;
      else
        high = middle;
    }
    return high;
  }

  function byar(count) {
    const above = count + 1;
    return {
      low: count * Math.pow(1 - 1 / (9 * count) - Z / (3 * Math.sqrt(count)), 3),
      high: above * Math.pow(1 - 1 / (9 * above) + Z / (3 * Math.sqrt(above)), 3)
    };
  }

  /* Rates have tenths, and hundredths where a tenth would say nothing, as on pages. */
  cifra.decimalsOf = (value, measure) =>
    measure !== 'rate' ? 0 : value > 0 && value < 1 ? 2 : 1;

  /* scatter: the variance is mean + scatter * mean². */
  cifra.countInterval = function (count, scatter) {
    if (!(scatter > 0) && count >= EXACT_BELOW)
      return byar(count);
    const lower = scatter > 0
      ? k => mean => negativeBinomialLower(k, mean, 1 / scatter)
      : k => mean => poissonLower(k, mean);
    return {
      low: count > 0 ? meanAt(lower(count - 1), 1 - TAIL) : 0,
      high: meanAt(lower(count), TAIL)
    };
  };
})(globalThis.cifra = globalThis.cifra || {});
