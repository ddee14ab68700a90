// Workers and nginx are replaced while requests go on: none of them fails. tests/deb/run does the same
// with systemd, which holds the sockets.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { setUp } from './people.mjs';
import { isAlive, processTree, startServer } from './server.mjs';
import { waitFor } from './wait.mjs';

const CLIENTS = 8;
const LEAST = 1000;

/** Status of one request on a connection of its own; what went wrong, if there is none. */
function ask(server, cookie, path) {
    return new Promise((resolve) => {
        const headers = { cookie, connection: 'close' };
        const request = http.get({ host: '127.0.0.1', port: server.port, path, headers, agent: false });
        request.on('error', (error) => resolve(error.code));
        request.on('response', (response) => {
            response.on('error', (error) => resolve(error.code));
            response.on('end', () => resolve(response.complete ? response.statusCode : 'cut off'));
            response.resume();
        });
    });
}

test('reload: workers and nginx are replaced under load, and no request fails', async () => {
    const server = await startServer();
    try {
        const browser = await setUp(server);
        const cookie = browser.cookieHeader();
        const seen = new Map();
        let isOver = false;
        const client = async () => {
            for (let i = 0; !isOver; i++) {
                // of the slow pool one person gets two turns: so nobody searches, and is led to sign in
                const path = ['/prompts', '/login', '/search?q=a'][i % 3];
                const status = await ask(server, path === '/prompts' ? cookie : '', path);
                seen.set(status, (seen.get(status) ?? 0) + 1);
            }
        };
        const clients = Array.from({ length: CLIENTS }, client);
        const count = () => [...seen.values()].reduce((sum, one) => sum + one, 0);
        const named = (name) => processTree(server.pid).filter((one) => one.name === name);
        for (let round = 1; round <= 4; round++) {
            const before = server.workerPids();
            for (const { pid } of named('multiwatch')) process.kill(pid, 'SIGUSR2');
            const [nginx] = named('nginx');
            process.kill(nginx.pid, 'SIGHUP');
            const isNew = () => before.every((pid) => !isAlive(pid)) && server.workerPids().length >= before.length;
            await waitFor(isNew); // every worker
            await waitFor(() => count() > (LEAST * round) / 4, () => `${count()} requests`);
        }
        isOver = true;
        await Promise.all(clients);
        const bad = [...seen].filter(([status]) => ![200, 303].includes(status));
        assert.deepEqual(bad, []);
        assert.ok(count() >= LEAST);
        assert.equal((await new Browser(server).get('/readyz')).text, 'ready\n');
    } finally {
        await server.stop();
    }
});
