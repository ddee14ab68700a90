// Passkeys: the browser makes one, or signs with one, and the answer travels in the hidden fields of a
// form. The one thing that can't be done without JavaScript; the password is the other way.
(() => {
    'use strict';
    const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
    const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
        .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    const algorithms = [-7, -8, -257].map((alg) => ({ type: 'public-key', alg }));

    const make = async (data) => {
        const { response } = await navigator.credentials.create({
            publicKey: {
                challenge: new TextEncoder().encode(data.challenge),
                rp: { id: data.rp, name: 'Rostrum' },
                user: { id: bytes(data.handle), name: data.user, displayName: data.person },
                pubKeyCredParams: algorithms,
                authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
                attestation: 'none',
                excludeCredentials: data.known.split(' ').filter(Boolean).map((id) => ({ type: 'public-key', id: bytes(id) })),
            },
        });
        return {
            client_data: text(response.clientDataJSON),
            auth_data: text(response.getAuthenticatorData()),
            algorithm: response.getPublicKeyAlgorithm(),
        };
    };

    const use = async (data) => {
        const { rawId, response } = await navigator.credentials.get({
            publicKey: {
                challenge: new TextEncoder().encode(data.challenge), rpId: data.rp, userVerification: 'required',
            },
        });
        return {
            client_data: text(response.clientDataJSON),
            auth_data: text(response.authenticatorData),
            signature: text(response.signature),
            credential_id: text(rawId),
            handle: response.userHandle ? text(response.userHandle) : '',
        };
    };

    const explain = (error) => {
        if (error.name === 'InvalidStateError') return 'This device has a passkey of yours already.';
        if (error.name === 'SecurityError') return 'Passkeys need HTTPS and the name of a host: open Rostrum at its public address.';
        return 'No passkey was given: it was canceled, or took too long. Try again.';
    };

    document.querySelectorAll('form[data-passkey]').forEach((form) => {
        const message = form.querySelector('[data-passkey-message]');
        if (!window.PublicKeyCredential) {
            if (form.dataset.passkey === 'make') message.textContent = 'This browser knows no passkeys.';
            return;
        }
        form.removeAttribute('hidden');
        form.querySelector('button').disabled = false;
        form.addEventListener('submit', async (event) => {
            event.preventDefault();
            event.stopImmediatePropagation(); // nothing is sent yet
            message.textContent = '';
            try {
                const answer = await (form.dataset.passkey === 'make' ? make : use)(form.dataset);
                for (const [name, value] of Object.entries(answer)) form.elements[name].value = value;
                form.submit();
            } catch (error) {
                message.textContent = explain(error);
            }
        });
    });
})();
