// Workers and nginx are replaced while requests go on: none of them fails. tests/deb/run does the same
// with systemd, which holds the sockets.
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { setUp } from './people.mjs';
import { isAlive, processTree, startServer } from './server.mjs';
import { waitFor } from './wait.mjs';

/** A record of FastCGI for request 1 (specification, section 3.3). */
function record(type, content) {
    return Buffer.concat([Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, 0, 0]), content]);
}

/** A whole request for an address, as a web server sends it. */
function fastcgiRequest(uri) {
    const pairs = Object.entries({ REQUEST_METHOD: 'GET', REQUEST_URI: uri });
    const params = pairs.map(([name, value]) => Buffer.from([name.length, value.length, ...Buffer.from(name + value)]));
    const nothing = Buffer.alloc(0);
    const begin = Buffer.from([0, 1, 0, 0, 0, 0, 0, 0]); // a responder, which closes the connection
    return Buffer.concat([record(1, begin), record(4, Buffer.concat(params)), record(4, nothing), record(5, nothing)]);
}

/** A connection to the socket of a pool; said() is what came over it until it was closed. */
async function connect(path) {
    const socket = net.connect(path);
    let text = '';
    socket.setEncoding('latin1').on('data', (piece) => (text += piece));
    const said = new Promise((resolve) => {
        socket.on('close', () => resolve(text));
        socket.on('error', (error) => (text += error.code));
    });
    await new Promise((resolve) => socket.on('connect', resolve));
    return { socket, said };
}

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

test('reload: who connected before a worker was told to end is answered, however late the request comes', async () => {
    const server = await startServer();
    try {
        const before = server.workerPids();
        const all = await Promise.all(Array.from({ length: 4 }, () => connect(`${server.dataDir}/run/fast.sock`)));
        await new Promise((resolve) => setTimeout(resolve, 300)); // for workers to take them
        for (const { pid } of processTree(server.pid).filter((one) => one.name === 'multiwatch'))
            process.kill(pid, 'SIGUSR2');
        await new Promise((resolve) => setTimeout(resolve, 2500)); // libfcgi gives a client two seconds
        for (const { socket } of all) socket.write(fastcgiRequest('/healthz'));
        for (const { said } of all) assert.match(await said, /Status: 200/);
        const isNew = () => before.every((pid) => !isAlive(pid)) && server.workerPids().length >= before.length;
        await waitFor(isNew); // every worker
    } finally {
        await server.stop();
    }
});

test('reload: connections without a request hold no worker for long', async () => {
    const server = await startServer();
    try {
        const socket = `${server.dataDir}/run/fast.sock`;
        const silent = await Promise.all(Array.from({ length: 3 }, () => connect(socket)));
        silent[0].socket.end('no request');
        for (const { said } of silent) assert.equal(await said, '');
        assert.equal((await new Browser(server).get('/readyz')).text, 'ready\n');
    } finally {
        await server.stop();
    }
});
