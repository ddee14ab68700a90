{{%AUTOESCAPE context="HTML"}}
{{! Rotating the secret of a webhook: as webhook_view() has it. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/settings/webhooks/{{ID}}"><bdi>{{SHORT_URL}}</bdi></a></p>
<h1>Rotate secret</h1>
<p class="lead">You get a new secret. For 24 hours every request is signed with both, so that the receiver changes over without an interruption.</p>
</div>
</div>
<form class="form" method="post" action="/settings/webhooks/{{ID}}/rotate">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
{{#OVERLAP}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>The last rotation is not over. The secret from before it stops signing now.</div></div>{{/OVERLAP}}
<dl class="facts"><dt>Secret now</dt><dd class="mono">{{SECRET_PREFIX}}…</dd></dl>
<div class="form-actions"><button class="btn primary">Rotate secret</button><a class="btn quiet" href="/settings/webhooks/{{ID}}">Cancel</a></div>
</form>
