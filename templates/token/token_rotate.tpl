{{%AUTOESCAPE context="HTML"}}
{{! Rotating a token: as token_view() has it, SECRET_ID; OVERLAP_OPTION, DAY_OPTION. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="{{BASE}}">API tokens</a></p>
<h1>Rotate <bdi>{{TOKEN_NAME}}</bdi></h1>
<p class="lead">You get a new secret. The old one works as long as you choose, so that programs change over without an interruption.</p>
</div>
</div>
<form class="form" method="post" action="{{BASE}}/{{TOKEN_ID}}/rotate">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="secret" value="{{SECRET_ID}}">
{{>ERROR_SUMMARY}}
{{#STOPPED}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>This token has stopped. The new secret works; the old one stays refused.</div></div>{{/STOPPED}}
<dl class="facts"><dt>Owner</dt><dd><bdi>{{OWNER}}</bdi> <span class="muted">{{OWNER_WORD}}</span></dd><dt>Secret now</dt><dd class="mono">sk-rst-…{{PREFIX}}…</dd><dt>Expires</dt><dd>{{#EXPIRES}}<time datetime="{{ISO}}" title="{{EXACT}}">{{LEFT}}</time>{{/EXPIRES}}</dd></dl>
<div class="fields">
<div class="field"><label for="overlap">The old secret works for another</label><select id="overlap" name="overlap"{{#OVERLAP_ERROR}} aria-invalid="true" aria-describedby="overlap-error"{{/OVERLAP_ERROR}}>{{#OVERLAP_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/OVERLAP_OPTION}}</select>{{#OVERLAP_ERROR}}<p class="field-error" id="overlap-error">{{MESSAGE}}</p>{{/OVERLAP_ERROR}}</div>
<div class="field"><label for="days">The token expires after</label><select id="days" name="days"{{#DAYS_ERROR}} aria-invalid="true" aria-describedby="days-error"{{/DAYS_ERROR}}>{{#DAY_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/DAY_OPTION}}</select>{{#DAYS_ERROR}}<p class="field-error" id="days-error">{{MESSAGE}}</p>{{/DAYS_ERROR}}</div>
</div>
<div class="form-actions"><button class="btn primary">Rotate token</button><a class="btn quiet" href="{{BASE}}">Cancel</a></div>
</form>
