// An SMTP server for a test, and the mails that it got.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { freePort, removeFolder, sourceDir, temporaryFolder } from './server.mjs';
import { waitFor } from './wait.mjs';

/** A key and a certificate for a name, which signs itself. */
function certificate(folder, prefix, name) {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
        '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`,
        '-keyout', path.join(folder, `${prefix}key.pem`), '-out', path.join(folder, `${prefix}cert.pem`)],
    { stdio: 'ignore' });
}

/** The header fields of a mail, unfolded, and its parts {type, text}. */
export function parseMail(raw) {
    const text = raw.replace(/\r\n/g, '\n');
    const at = text.indexOf('\n\n');
    const head = text.slice(0, at).replace(/\n[ \t]+/g, ' ');
    const fields = head.split('\n').map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    });
    const boundary = Object.fromEntries(fields)['content-type']?.match(/boundary="?([^";]+)/)?.[1];
    const parts = boundary === undefined ? [] : text.slice(at).split(`--${boundary}`).slice(1, -1).map((part) => {
        const end = part.indexOf('\n\n');
        const bytes = part.slice(end + 2)
            .replace(/=\n/g, '')
            .replace(/=([0-9A-F]{2})/g, (all, hex) => String.fromCharCode(parseInt(hex, 16)));
        return { head: part.slice(0, end), text: Buffer.from(bytes, 'latin1').toString('utf8') };
    });
    return { fields, field: (name) => fields.filter(([one]) => one === name).map(([, value]) => value), parts };
}

/** {url, env, mode(word), mails(), stop()}: env is for Rostrum. */
export async function startSmtp() {
    const folder = temporaryFolder();
    const port = await freePort();
    certificate(folder, '', 'localhost');
    certificate(folder, 'other-', 'mail.example');
    fs.writeFileSync(path.join(folder, 'mode'), 'accept');
    fs.writeFileSync(path.join(folder, 'password'), 'planted secret\n', { mode: 0o600 });
    const script = path.join(sourceDir, 'tests/http/smtp_server.py');
    const child = spawn('/usr/bin/python3', [script, folder, String(port)], { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    await waitFor(() => output.includes('ready'), () => output);
    const mails = () => fs.readdirSync(path.join(folder, 'mail'))
        .filter((name) => name.endsWith('.eml'))
        .sort()
        .map((name) => {
            const file = path.join(folder, 'mail', name);
            return {
                to: fs.readFileSync(file.replace(/eml$/, 'rcpt'), 'utf8'),
                raw: fs.readFileSync(file, 'latin1'),
                ...parseMail(fs.readFileSync(file, 'latin1')),
            };
        });
    return {
        folder,
        port,
        env: {
            ROSTRUM_SMTP_URL: `smtp://localhost:${port}`,
            ROSTRUM_SMTP_USER: 'rostrum',
            ROSTRUM_SMTP_PASSWORD_FILE: path.join(folder, 'password'),
            ROSTRUM_SMTP_CA_FILE: path.join(folder, 'cert.pem'),
            ROSTRUM_SMTP_TIMEOUT_S: '3',
            ROSTRUM_MAIL_FROM: 'rostrum@harbor.example',
        },
        mode: (word) => fs.writeFileSync(path.join(folder, 'mode'), word),
        mails,
        /** The first mail to an address from a place in the list on, waited for. */
        mailTo: (address, from = 0, subject = null) =>
            waitFor(() => mails().slice(from).find((mail) => mail.to === address
                && (subject === null || mail.field('subject')[0] === subject)), () => address),
        stop: async () => {
            child.kill('SIGKILL');
            await waitFor(() => child.exitCode !== null || child.signalCode !== null);
            removeFolder(folder);
        },
    };
}
