// Prints the polynomial coefficients of src-shared/dsp/kernels/log2-exp2.ts: interpolation at Chebyshev nodes, which is
// within a small factor of the minimax polynomial (Trefethen, Approximation Theory and Approximation Practice, ch. 8).
// Run: node build/fit-log2-exp2.mjs

/** Coefficients, lowest power first, of the polynomial through `f` at the Chebyshev nodes of [low, high]. */
function chebyshevFit(f, low, high, degree) {
  const count = degree + 1;
  const rows = Array.from({ length: count }, (_, index) => {
    const node = (low + high) / 2 + ((high - low) / 2) * Math.cos((Math.PI * (index + 0.5)) / count);
    return [...Array.from({ length: count }, (_, power) => node ** power), f(node)];
  });
  // Gauss-Jordan with row pivoting.
  for (let column = 0; column < count; column++) {
    const pivot = rows
      .slice(column)
      .reduce((best, row) => (Math.abs(row[column]) > Math.abs(best[column]) ? row : best));
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(
      column,
      0,
      pivot.map((value) => value / pivot[column]),
    );
    for (const [index, row] of rows.entries()) {
      if (index !== column) rows[index] = row.map((value, at) => value - row[column] * rows[column][at]);
    }
  }
  return rows.map((row) => row[count]);
}

function print(name, coefficients) {
  console.log(name);
  for (const [power, value] of coefficients.entries()) console.log(`  ${power}: ${Math.fround(value)}`);
}

// log2(1 + t) / t, for a mantissa 1 + t between √½ and √2; exact 0 at t = 0 whatever the coefficients.
print(
  'log2(1 + t) / t',
  chebyshevFit((t) => (t === 0 ? Math.LOG2E : Math.log1p(t) / (t * Math.LN2)), Math.SQRT1_2 - 1, Math.SQRT2 - 1, 8),
);
// (2^f − 1) / f, for −½ ≤ f ≤ ½; 2^0 is exactly 1 whatever the coefficients.
print(
  '(2^f − 1) / f',
  chebyshevFit((f) => (f === 0 ? Math.LN2 : Math.expm1(f * Math.LN2) / f), -0.5, 0.5, 5),
);
