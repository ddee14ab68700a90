{{%AUTOESCAPE context="HTML"}}
{{! A new secret, shown this once: TITLE SECRET DONE_URL. }}
<div class="page-head"><div><h1>{{TITLE}}</h1></div></div>
<div class="stack">
<div class="callout success" role="status"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#success"></use></svg><div>Copy the secret now. It is shown only this once.</div></div>
<div class="field"><label for="secret">Secret</label><div class="copy-field"><input class="mono" id="secret" readonly value="{{SECRET}}" aria-describedby="secret-hint"><button class="btn" type="button" data-copy="secret" hidden><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#copy"></use></svg><span>Copy<span class="sr"> secret</span></span></button></div><p class="hint" id="secret-hint">The receiver checks the headers <code>webhook-id</code>, <code>webhook-timestamp</code> and <code>webhook-signature</code> with it, as <a href="https://www.standardwebhooks.com" rel="noreferrer">Standard Webhooks</a> says; there are libraries for most languages.</p></div>
<p class="actions"><a class="btn" href="{{DONE_URL}}">Done</a></p>
</div>
