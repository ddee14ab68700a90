// A receiver of webhooks for a test, on loopback: it keeps what comes, and answers as a test says.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { sourceDir, waitFor } from './server.mjs';

/** The reference library, installed with the browser's tests: npm ci in tests/browser. Null without
 * it. */
export async function loadVerifier() {
    const file = path.join(sourceDir, 'tests/browser/node_modules/standardwebhooks/dist/index.js');
    try {
        const module = await import(pathToFileURL(file));
        return module.Webhook ?? module.default.Webhook;
    } catch (error) {
        if (error.code === 'ERR_MODULE_NOT_FOUND') return null;
        throw error;
    }
}

/** As the specification says, without a library. */
export function signatureOf(secret, { headers, body }) {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}

/**
 * {port, at(path), answers, wait(path, count), stop()}. at: the requests to a path so far, {headers,
 * body, method, at}. answers: of a path, a function that answers; 204 without one. wait: gives them once
 * there are so many.
 */
export async function startReceiver() {
    const requests = [];
    const answers = new Map();
    const server = createServer((request, response) => {
        const pieces = [];
        request.on('data', (piece) => pieces.push(piece));
        request.on('end', () => {
            const { method, url, headers } = request;
            requests.push({ method, path: url, headers, at: Date.now(), body: Buffer.concat(pieces).toString() });
            const answer = answers.get(url);
            if (answer) answer(response);
            else response.writeHead(204).end();
        });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const at = (wanted) => requests.filter((one) => one.path === wanted);
    return {
        port: server.address().port,
        at,
        answers,
        async wait(wanted, count, limitMs = 8000) {
            await waitFor(() => at(wanted).length >= count, limitMs);
            return at(wanted);
        },
        stop() {
            server.closeAllConnections?.();
            server.close();
        },
    };
}
