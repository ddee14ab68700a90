// What the page of checks finds, asked of a worker that is confined as it is in earnest.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectStatus } from './people.mjs';
import { shared } from './shared.mjs';

test('checks: a confined worker finds what it looks at', async () => {
    const { admin } = await shared();
    const page = expectStatus(await admin.get('/settings/security'), 200);
    assert.match(page.text, /Keys are locked in memory, and the program leaves no core dumps\./);
    assert.match(page.text, /The newest checkpoint is \d+ minutes? old/);
    assert.match(page.text, /No retention run was made yet\./);
});
