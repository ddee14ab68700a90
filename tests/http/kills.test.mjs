// A few of the kills of tests/faults/kills, which has the figures.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crash } from './crashes.mjs';

const KILLS = 12;

test(`kills: after ${KILLS} times kill -9 all that was acknowledged is there, and nothing is torn`, async () => {
    const { kept, problems, lost, torn, locks, files, log, planted } = await crash(KILLS, {
        isPlanted: true,
    });
    for (const id of ['ann', 'ben', 'cat', 'dan', 'eve', 'door'])
        assert.ok(kept[id] > 0, `${id} saved nothing`);
    assert.deepEqual({ problems, lost, torn, locks, files, log }, {
        problems: [],
        lost: [],
        torn: [],
        locks: [],
        files: [],
        log: null,
    });
    // the same eyes see it when one acknowledged version is taken away
    assert.deepEqual(planted.lost, [`ann: ${planted.record}: save ${planted.number}`]);
    assert.deepEqual(planted.torn, ['prompts whose versions have gaps: 1']);
});
