{{%AUTOESCAPE context="HTML"}}
{{! Filled by page_record_transfer(). }}
{{>HEAD}}
<form class="form" method="post" action="{{BASE}}/transfer">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<p>Owned by <strong>{{OWNER}}</strong> now. The new owner may change it, archive it and move its free labels.</p>
<div class="field"><label for="owner_id">New owner</label><select id="owner_id" name="owner_id" required{{#OWNER_ID_ERROR}} aria-invalid="true" aria-describedby="owner_id-error"{{/OWNER_ID_ERROR}}><option value="">Choose someone</option>{{#OWNER_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/OWNER_OPTION}}</select>{{#OWNER_ID_ERROR}}<p class="field-error" id="owner_id-error">{{MESSAGE}}</p>{{/OWNER_ID_ERROR}}</div>
<div class="form-actions"><button class="btn primary">Transfer {{NOUN}}</button><a class="btn quiet" href="{{BASE}}">Cancel</a></div>
</form>
