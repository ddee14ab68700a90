// What programs are served is counted exactly, by several workers, on the page within the time that
// it says; a worker that is killed loses no more than that, and one that ends nothing.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { sqlNumber } from './engine.mjs';
import { makeToken, setUp } from './people.mjs';
import { Program, recordScopes } from './programs.mjs';
import { killWorkers, removeFolder, startServer, temporaryFolder } from './server.mjs';
import { waitFor } from './wait.mjs';

async function program(server, admin, name) {
    return new Program(server, (await makeToken(admin, recordScopes, '', name)).secretKey);
}

function ask(one, method, address, headers = {}) {
    return one.browser.request(method, address, {
        headers: { Authorization: `Bearer ${one.secret}`, ...headers },
    });
}

async function fetchMany(one, address, count, headers) {
    for (let i = 0; i < count; i += 8)
        await Promise.all(
            Array.from({ length: Math.min(8, count - i) }, async () => {
                const answer = await ask(one, 'GET', address, headers);
                assert.equal(answer.status, headers ? 304 : 200, answer.text);
            }),
        );
}

const counted = (server) =>
    sqlNumber(server, 'SELECT COALESCE(SUM(serving_count), 0) FROM servings');

test('usage: exact counts by token and version, kept answers and 304 included', async () => {
    const server = await startServer();
    try {
        const admin = await setUp(server);
        const shop = await program(server, admin, 'Shop');
        const batch = await program(server, admin, 'Batch');
        const id = (await shop.create('prompts', { name: 'greeting', body: 'Hello' })).id;
        const byName = '/api/v1/prompts/by-name/greeting';
        const first = await ask(shop, 'GET', byName);
        await fetchMany(shop, byName, 29);
        await fetchMany(shop, byName, 10, { 'If-None-Match': first.headers.etag });
        await fetchMany(batch, `/api/v1/prompts/${id}?version=1`, 1204);
        // nothing is counted of these: no content, no such version, metadata
        await ask(shop, 'HEAD', byName);
        await ask(shop, 'GET', `${byName}?version=7`);
        await ask(shop, 'GET', `/api/v1/prompts/${id}/labels`);

        const shown = () => admin.get(`/prompts/${id}/used-by`);
        const page = await waitFor(
            async () => {
                const now = await shown();
                return now.words.includes('Served 1,244 times in the last 30 days by 2 tokens') && now;
            },
            async () => (await shown()).words.slice(-900),
        );
        assert.match(page.words, /Shop v1 40/);
        assert.match(page.words, /Batch v1 1,204/);

        const usage = await batch.call(200, 'GET', `/api/v1/prompts/${id}/usage`);
        assert.equal(usage.serving_count, 1244);
        assert.equal(usage.token_count, 2);
        assert.deepEqual(
            usage.labels.map((one) => [one.label, one.serving_count]),
            [
                [null, 1204],
                ['production', 40],
            ],
        );
        assert.deepEqual(
            usage.fetchers.map((one) => [one.token_name, one.version, one.serving_count]).sort(),
            [
                ['Batch', 1, 1204],
                ['Shop', 1, 40],
            ],
        );
    } finally {
        await server.stop();
    }
});

test('usage: kill -9 loses at most ten seconds, an end nothing', async () => {
    const dataDir = path.join(temporaryFolder(), 'data');
    const server = await startServer({ dataDir });
    try {
        const admin = await setUp(server);
        const shop = await program(server, admin, 'Shop');
        const id = (await shop.create('prompts', { name: 'greeting', body: 'Hello' })).id;
        const address = `/api/v1/prompts/${id}`;
        await fetchMany(shop, address, 40);
        await waitFor(() => counted(server) === 40, () => counted(server));

        await fetchMany(shop, address, 16);
        await killWorkers(server);
        const after = counted(server);
        assert.ok(after >= 40 && after <= 56, `${after}`);
        await waitFor(async () => (await ask(shop, 'GET', address)).status === 200);
        await waitFor(() => counted(server) === after + 1, () => counted(server));

        await fetchMany(shop, address, 24);
        await server.kill('SIGTERM');
        assert.equal(counted(server), after + 25);
    } finally {
        await server.stop();
        removeFolder(path.dirname(dataDir));
    }
});
