// Which address a request comes from: that of its connection, unless a proxy that is trusted says so.
import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { admin, expectStatus, password, setUp } from './people.mjs';
import { startServer } from './server.mjs';
import { sleep, waitFor } from './wait.mjs';

const PER_ADDRESS = 5;

/** Signs in with a header, and gives the newest address of /account/sessions. */
async function addressSeen(server, forwarded) {
    const browser = new Browser(server);
    const form = expectStatus(await browser.get('/login'), 200);
    const headers = { 'X-Forwarded-For': forwarded };
    const fields = { email: admin.email, password };
    expectStatus(await browser.submit(form, 'Sign in', fields, { headers }), 303);
    const page = expectStatus(await browser.get('/account/sessions'), 200);
    const rows = [...page.text.matchAll(/<tr\b.*?<\/tr>/gs)].map((match) => match[0]);
    const own = rows.find((row) => /this one|This session|current/i.test(row)) ?? page.text;
    return own.match(/\b(?:\d+\.){3}\d+\b/)?.[0];
}

/** How many of so many half requests, each with a header, are refused. */
async function expectRefusals(server, count, wanted, forwardedOf) {
    await sleep(300); // what was answered is over for nginx, which counts it until then
    const statuses = [];
    const sockets = Array.from({ length: count }, (_, i) => {
        const socket = net.connect(server.port, '127.0.0.1');
        socket.on('error', () => {});
        socket.once('data', (data) => statuses.push(Number(String(data).match(/^HTTP\/1.1 (\d+)/)?.[1])));
        socket.write(
            `POST /login HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${forwardedOf(i)}\r\n` +
                'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\na=',
        );
        return socket;
    });
    await waitFor(() => statuses.length >= wanted, () => `${statuses.length} of ${wanted}`);
    await sleep(500); // nor is one more
    sockets.forEach((socket) => socket.destroy());
    await sleep(200);
    assert.deepEqual(statuses, Array(wanted).fill(503));
}

test('proxy: a forged X-Forwarded-For changes neither what is recorded nor what is counted', async () => {
    const server = await startServer({ env: { ROSTRUM_PER_ADDRESS: String(PER_ADDRESS) } });
    try {
        await setUp(server);
        assert.equal(await addressSeen(server, '203.0.113.9'), '127.0.0.1');
        await expectRefusals(server, 12, 12 - PER_ADDRESS, (i) => `203.0.113.${i}`);
    } finally {
        await server.stop();
    }
});

test('proxy: behind one that is named, the address it forwards is recorded and counted', async () => {
    const env = { ROSTRUM_PER_ADDRESS: String(PER_ADDRESS), ROSTRUM_PROXIES: '127.0.0.1 10.0.0.0/8' };
    const server = await startServer({ env });
    try {
        await setUp(server);
        assert.equal(await addressSeen(server, '203.0.113.9'), '203.0.113.9');
        // What a client writes itself stands before what the proxies add.
        assert.equal(await addressSeen(server, '198.51.100.7, 203.0.113.9, 10.1.2.3'), '203.0.113.9');
        await expectRefusals(server, 12, 0, (i) => `203.0.113.${i}`);
        await expectRefusals(server, 12, 12 - PER_ADDRESS, (i) => `198.51.100.${i}, 203.0.113.9`);
    } finally {
        await server.stop();
    }
});
