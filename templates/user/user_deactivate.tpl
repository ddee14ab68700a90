{{%AUTOESCAPE context="HTML"}}
{{! Deactivating someone. OWNED (URL COUNT FOLLOWS), OWNS_NOTHING, OWNS_SOME (OWNER_OPTION). Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/users">People</a> / <a href="/users/{{ID}}">{{NAME}}</a></p>
<h1>Deactivate {{NAME}}?</h1>
</div>
</div>
<form class="form" method="post" action="/users/{{ID}}/deactivate">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>They can't sign in any more. Their sessions end at the next request, and links that they hold stop working. You can activate them again.</div></div>
{{#OWNS_SOME}}<p>They own {{#OWNED}}{{#FOLLOWS}}, {{/FOLLOWS}}<a href="{{URL}}">{{COUNT}}</a>{{/OWNED}}. Choose who takes over, so that someone looks after them.</p>
<div class="field"><label for="to_id">New owner</label><select id="to_id" name="to_id"{{#TO_ID_ERROR}} aria-invalid="true" aria-describedby="to_id-error"{{/TO_ID_ERROR}}><option value="">No one: they stay the owner</option>{{#OWNER_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/OWNER_OPTION}}</select>{{#TO_ID_ERROR}}<p class="field-error" id="to_id-error">{{MESSAGE}}</p>{{/TO_ID_ERROR}}</div>{{/OWNS_SOME}}
{{#OWNS_NOTHING}}<p class="muted">They own nothing to transfer.</p>{{/OWNS_NOTHING}}
<div class="form-actions"><button class="btn danger primary">Deactivate user</button><a class="btn quiet" href="/users/{{ID}}">Cancel</a></div>
</form>
