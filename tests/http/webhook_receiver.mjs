// A receiver of webhooks for a test, on loopback: it keeps what comes, and answers as a test says.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { sourceDir } from './server.mjs';
import { waitFor } from './wait.mjs';

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
 * A certificate authority in a folder: {file, issue(name, alt)}. file: its certificate (PEM). issue: {key,
 * cert} for alternative names such as "IP:127.0.0.1".
 */
export function makeAuthority(folder, name) {
    const at = (file) => path.join(folder, `${name}-${file}`);
    const openssl = (...args) => execFileSync('openssl', args, { stdio: 'ignore' });
    const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    openssl('req', '-x509', ...newKey, '-days', '2', '-subj', `/CN=${name}`, '-keyout', at('ca.key'), '-out', at('ca.pem'));
    return {
        file: at('ca.pem'),
        issue(host, alt) {
            const own = (end) => at(`${host}.${end}`);
            fs.writeFileSync(own('ext'), `subjectAltName=${alt}\n`);
            openssl('req', ...newKey, '-subj', `/CN=${host}`, '-keyout', own('key'), '-out', own('csr'));
            openssl('x509', '-req', '-in', own('csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial',
                '-days', '2', '-extfile', own('ext'), '-out', own('pem'));
            return { key: fs.readFileSync(own('key')), cert: fs.readFileSync(own('pem')) };
        },
    };
}

/**
 * {port, at(path), answers, wait(path, count), stop()}. at: the requests to a path so far, {headers,
 * body, method, at}. answers: of a path, a function that answers; 204 without one. wait: gives them once
 * there are so many. tls: {key, cert} if it speaks https.
 */
export async function startReceiver(tls = null) {
    const requests = [];
    const answers = new Map();
    const take = (request, response) => {
        const pieces = [];
        request.on('data', (piece) => pieces.push(piece));
        request.on('end', () => {
            const { method, url, headers } = request;
            requests.push({ method, path: url, headers, at: Date.now(), body: Buffer.concat(pieces).toString() });
            const answer = answers.get(url);
            if (answer) answer(response);
            else response.writeHead(204).end();
        });
    };
    const server = tls ? createTlsServer(tls, take) : createServer(take);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const at = (wanted) => requests.filter((one) => one.path === wanted);
    return {
        port: server.address().port,
        at,
        answers,
        async wait(wanted, count) {
            await waitFor(() => at(wanted).length >= count, () => `${count} requests of ${wanted}`);
            return at(wanted);
        },
        stop() {
            server.closeAllConnections?.();
            server.close();
        },
    };
}
