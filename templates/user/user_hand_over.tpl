{{%AUTOESCAPE context="HTML"}}
{{! Giving everything that someone owns to another. OWNED (URL COUNT FOLLOWS), OWNS_NOTHING, OWNS_SOME (OWNER_OPTION). Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/users">People</a> / <a href="/users/{{ID}}">{{NAME}}</a></p>
<h1>Transfer what {{NAME}} owns</h1>
</div>
</div>
{{>ERROR_SUMMARY}}
{{#OWNS_SOME}}<form class="form" method="post" action="/users/{{ID}}/hand-over">
<input type="hidden" name="csrf" value="{{CSRF}}">
<p>They own {{#OWNED}}{{#FOLLOWS}}, {{/FOLLOWS}}<a href="{{URL}}">{{COUNT}}</a>{{/OWNED}}. All of them get the new owner.</p>
<div class="field"><label for="to_id">New owner</label><select id="to_id" name="to_id" required{{#TO_ID_ERROR}} aria-invalid="true" aria-describedby="to_id-error"{{/TO_ID_ERROR}}><option value="">Choose someone</option>{{#OWNER_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/OWNER_OPTION}}</select>{{#TO_ID_ERROR}}<p class="field-error" id="to_id-error">{{MESSAGE}}</p>{{/TO_ID_ERROR}}</div>
<div class="form-actions"><button class="btn primary">Transfer ownership</button><a class="btn quiet" href="/users/{{ID}}">Cancel</a></div>
</form>{{/OWNS_SOME}}
{{#OWNS_NOTHING}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#transfer"></use></svg><h2>Nothing to transfer</h2><p>{{NAME}} owns no prompts, agents or teams.</p><div class="actions"><a class="btn" href="/users/{{ID}}">Back to {{NAME}}</a></div></section>{{/OWNS_NOTHING}}
