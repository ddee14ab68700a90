{{%AUTOESCAPE context="HTML"}}
{{! A new secret, shown this once: TITLE PUBLIC_KEY SECRET_KEY CURL DONE_URL. }}
<div class="page-head"><div><h1>{{TITLE}}</h1></div></div>
<div class="stack">
<div class="callout success" role="status"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#success"></use></svg><div>Copy the secret key now. It is shown only this once, and Rostrum keeps nothing that it could be read from.</div></div>
<div class="field"><label for="secret_key">Secret key</label><div class="copy-field"><input class="mono" id="secret_key" readonly value="{{SECRET_KEY}}"><button class="btn" type="button" data-copy="secret_key" hidden><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#copy"></use></svg><span>Copy<span class="sr"> secret key</span></span></button></div></div>
<div class="field"><label for="public_key">Public key</label><div class="copy-field"><input class="mono" id="public_key" readonly value="{{PUBLIC_KEY}}" aria-describedby="public-hint"><button class="btn" type="button" data-copy="public_key" hidden><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#copy"></use></svg><span>Copy<span class="sr"> public key</span></span></button></div><p class="hint" id="public-hint">Clients that want a pair, such as Langfuse's, send it beside the secret key. It stays the same when the secret is rotated.</p></div>
<div class="field"><label for="curl">Try it</label><div class="copy-field"><input class="mono" id="curl" readonly value="{{CURL}}"><button class="btn" type="button" data-copy="curl" hidden><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#copy"></use></svg><span>Copy<span class="sr"> curl command</span></span></button></div></div>
<p class="actions"><a class="btn" href="{{DONE_URL}}">Done</a></p>
</div>
