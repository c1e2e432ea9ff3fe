import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { niceTop, plot, PLOT_HEIGHT, PLOT_WIDTH } from '../target/logic/plot.js';

describe('a plot', () => {
  test('ends at the right edge and has the present there', () => {
    const { line } = plot([{ at: 0, value: 0 }, { at: 60, value: 10 }], 60, 60, 1);
    assert.equal(line, `M0 ${PLOT_HEIGHT}L${PLOT_WIDTH} 0`);
  });

  test('leaves out what is older than its span', () => {
    assert.equal(plot([{ at: 0, value: 5 }, { at: 100, value: 5 }], 100, 60, 5).line, `M${PLOT_WIDTH} 0`);
  });

  test('has a gap where nothing was measured', () => {
    const points = [10, 20, null, 20, 10].map((value, index) => ({ at: index, value }));
    assert.equal(plot(points, 4, 4, 1).line.match(/M/g).length, 2);
  });

  test('of nothing is empty', () => {
    assert.deepEqual(plot([], 0, 60, 20), { line: '', area: '', top: 20 });
  });

  test('does not blow up noise: the scale has a least top', () => {
    assert.equal(plot([{ at: 0, value: 0.001 }], 0, 60, 0.05).top, 0.05);
  });

  test('has a scale of 1, 2 or 5 times a power of ten', () => {
    assert.deepEqual([0.03, 1, 1.1, 3, 7, 640_000].map(niceTop), [0.05, 1, 2, 5, 10, 1_000_000]);
  });
});
