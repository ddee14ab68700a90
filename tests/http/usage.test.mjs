// What programs are served is counted exactly, by several workers, on the page within the time that
// it says; a worker that is killed loses no more than that, and one that ends nothing.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { sqlNumber } from './engine.mjs';
import { setUp } from './people.mjs';
import { killWorkers, removeFolder, startServer, temporaryFolder, waitFor } from './server.mjs';

const LOST_AT_MOST_MS = 10_000;

async function makeToken(browser, name) {
    const made = await browser.fill('/account/tokens/new', 'Create token', {
        name,
        scopes: ['prompts:read', 'prompts:write', 'labels:move'],
        folder: '',
    });
    const page = made.status === 303 ? await browser.follow(made) : made;
    const secret = page.text.match(/sk-rst-[A-Za-z0-9_-]+/)?.[0];
    assert.ok(secret, page.words.slice(0, 400));
    return secret;
}

class Program {
    constructor(server, secret) {
        this.browser = new Browser(server);
        this.headers = { Authorization: `Bearer ${secret}` };
    }

    send(method, address, { body, headers = {} } = {}) {
        return this.browser.request(method, address, {
            body: body && JSON.stringify(body),
            headers: { ...this.headers, 'Content-Type': 'application/json', ...headers },
        });
    }

    async make(name) {
        const made = await this.send('POST', '/api/v1/prompts', { body: { name, body: 'Hello' } });
        assert.equal(made.status, 201, made.text);
        const { id } = JSON.parse(made.text);
        const moved = await this.send('PUT', `/api/v1/prompts/${id}/labels/production`, {
            body: { version: 1 },
        });
        assert.equal(moved.status, 200, moved.text);
        return id;
    }

    async fetchMany(address, count, headers) {
        for (let i = 0; i < count; i += 8)
            await Promise.all(
                Array.from({ length: Math.min(8, count - i) }, async () => {
                    const answer = await this.send('GET', address, { headers });
                    assert.equal(answer.status, headers ? 304 : 200, answer.text);
                }),
            );
    }
}

const counted = (server) =>
    sqlNumber(server, 'SELECT COALESCE(SUM(serving_count), 0) FROM servings');

test('usage: exact counts by token and version, kept answers and 304 included', async () => {
    const server = await startServer();
    try {
        const admin = await setUp(server);
        const shop = new Program(server, await makeToken(admin, 'Shop'));
        const batch = new Program(server, await makeToken(admin, 'Batch'));
        const id = await shop.make('greeting');
        const byName = '/api/v1/prompts/by-name/greeting';
        const first = await shop.send('GET', byName);
        await shop.fetchMany(byName, 29);
        await shop.fetchMany(byName, 10, { 'If-None-Match': first.headers.etag });
        await batch.fetchMany(`/api/v1/prompts/${id}?version=1`, 1204);
        // nothing is counted of these: no content, no such version, metadata
        await shop.send('HEAD', byName);
        await shop.send('GET', `${byName}?version=7`);
        await shop.send('GET', `/api/v1/prompts/${id}/labels`);

        const began = Date.now();
        const page = await waitFor(
            async () => {
                const now = await admin.get(`/prompts/${id}/used-by`);
                return now.words.includes('Served 1,244 times in the last 30 days by 2 tokens') && now;
            },
            LOST_AT_MOST_MS,
            250,
        );
        const last = page || (await admin.get(`/prompts/${id}/used-by`));
        assert.ok(page, last.words.slice(-900));
        assert.ok(Date.now() - began < LOST_AT_MOST_MS);
        assert.match(page.words, /Shop v1 40/);
        assert.match(page.words, /Batch v1 1,204/);

        const usage = JSON.parse((await batch.send('GET', `/api/v1/prompts/${id}/usage`)).text);
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
        const shop = new Program(server, await makeToken(admin, 'Shop'));
        const id = await shop.make('greeting');
        const address = `/api/v1/prompts/${id}`;
        await shop.fetchMany(address, 40);
        assert.ok(await waitFor(() => counted(server) === 40, LOST_AT_MOST_MS, 250), counted(server));

        await shop.fetchMany(address, 16);
        await killWorkers(server);
        const after = counted(server);
        assert.ok(after >= 40 && after <= 56, `${after}`);
        assert.ok(
            await waitFor(async () => (await shop.send('GET', address)).status === 200, 10_000, 100),
        );
        assert.ok(await waitFor(() => counted(server) === after + 1, LOST_AT_MOST_MS, 250));

        await shop.fetchMany(address, 24);
        await server.kill('SIGTERM');
        assert.equal(counted(server), after + 25);
    } finally {
        await server.stop();
        removeFolder(path.dirname(dataDir));
    }
});
