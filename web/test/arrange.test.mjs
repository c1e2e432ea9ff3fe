import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { grid, spotlight } from '../target/logic/arrange.js';
import { layOut } from '../target/logic/layout.js';

const WINDOWS = [
  { width: 1900, height: 950 },
  { width: 1280, height: 680 },
  { width: 776, height: 480 },
  { width: 344, height: 500 },
  { width: 624, height: 240 },
];

function assertApartAndInside(area, tiles, text) {
  for (const [index, tile] of tiles.entries()) {
    assert.ok(tile.x >= 0 && tile.y >= 0 && tile.x + tile.width <= area.width + 1 && tile.y + tile.height <= area.height + 1, `${text}: outside ${JSON.stringify(tile)}`);
    for (const other of tiles.slice(index + 1)) {
      const apart = tile.x + tile.width <= other.x || other.x + other.width <= tile.x || tile.y + tile.height <= other.y || other.y + other.height <= tile.y;
      assert.ok(apart, `${text}: ${JSON.stringify([tile, other])} overlap`);
    }
  }
}

const covered = (area, tiles) => tiles.reduce((sum, { width, height }) => sum + width * height, 0) / (area.width * area.height);

describe('a grid', () => {
  test('keeps up to 25 tiles apart and inside, all of one size', () => {
    for (const area of WINDOWS) {
      for (let count = 1; count <= 25; count++) {
        const { tiles } = grid(area, count);
        assertApartAndInside(area, tiles, `${count} in ${JSON.stringify(area)}`);
        assert.equal(new Set(tiles.map(({ width, height }) => `${width}x${height}`)).size, 1);
      }
    }
  });

  test('shows all of 25 in an ordinary window', () => {
    assert.equal(grid({ width: 776, height: 480 }, 25).tiles.length, 25);
  });

  test('shows as many as can be recognised on a phone', () => {
    const { tiles } = grid({ width: 344, height: 500 }, 25);
    assert.ok(tiles.length >= 9 && tiles.length < 25, `${tiles.length}`);
    assert.ok(tiles.every(({ width }) => width >= 100));
  });

  test('uses most of the window', () => {
    for (const count of [1, 2, 4, 6, 9, 12, 16, 20, 25]) {
      const area = { width: 1280, height: 680 };
      const used = covered(area, grid(area, count).tiles);
      assert.ok(used > 0.6, `${count}: ${used}`);
    }
  });

  test('takes 2 columns for 4 and 3 for 9 in a wide window, one column for 2 in a tall one', () => {
    const columns = (area, count) => new Set(grid(area, count).tiles.map(({ x }) => x)).size;
    assert.equal(columns({ width: 1280, height: 680 }, 4), 2);
    assert.equal(columns({ width: 1280, height: 680 }, 9), 3);
    assert.equal(columns({ width: 344, height: 560 }, 2), 1);
  });

  test('puts a last row that is not full in the middle', () => {
    const area = { width: 1280, height: 680 };
    const last = grid(area, 3).tiles[2];
    assert.ok(Math.abs(last.x + last.width / 2 - area.width / 2) <= 1);
  });
});

describe('a spotlight', () => {
  test('keeps stage and strip apart, and the stage largest', () => {
    for (const area of WINDOWS) {
      for (let count = 1; count <= 24; count++) {
        const { stage, tiles } = spotlight(area, count);
        const text = `${count} in ${JSON.stringify(area)}`;
        assertApartAndInside(area, [stage, ...tiles], text);
        assert.ok(tiles.length >= 1 && tiles.every((tile) => tile.width * tile.height < stage.width * stage.height), text);
      }
    }
  });

  test('has everybody of nine in sight in a wide window', () => {
    assert.equal(spotlight({ width: 1256, height: 680 }, 9).tiles.length, 9);
  });

  test('fills the area when there is nobody else', () => {
    assert.deepEqual(spotlight({ width: 800, height: 600 }, 0), { stage: { x: 0, y: 0, width: 800, height: 600 }, tiles: [] });
  });
});

describe('a layout', () => {
  const area = { width: 1280, height: 680 };

  test('lets oneself float in a call of two, unless one prefers the grid', () => {
    assert.equal(layOut(area, ['person Ada', 'self'], null, 0, true).floating, 'self');
    assert.equal(layOut(area, ['person Ada', 'self'], null, 0, false).floating, null);
    assert.equal(layOut(area, ['person Ada', 'person Bob', 'self'], null, 0, true).floating, null);
  });

  test('puts what is staged on the stage and everybody else in the strip', () => {
    const { places } = layOut(area, ['share Ada', 'person Ada', 'self'], 'share Ada', 0, true);
    assert.deepEqual([...places.keys()].sort(), ['person Ada', 'self', 'share Ada']);
    assert.ok(places.get('share Ada').width > 2 * places.get('self').width);
  });

  test('has pages when not everybody has room, and every tile is on exactly one', () => {
    const keys = Array.from({ length: 30 }, (_, index) => `person ${index}`);
    const phone = { width: 344, height: 500 };
    const { pages } = layOut(phone, keys, null, 0, true);
    const seen = Array.from({ length: pages }, (_, page) => [...layOut(phone, keys, null, page, true).places.keys()]).flat();
    assert.ok(pages > 1);
    assert.deepEqual(seen, keys);
  });

  test('shows the last page when somebody has left the one after it', () => {
    assert.deepEqual([...layOut(area, ['person Ada', 'person Bob', 'self'], null, 7, true).places.keys()], ['person Ada', 'person Bob', 'self']);
  });
});
