{{%AUTOESCAPE context="HTML"}}
{{! A change to several records that was refused: put right here, with the same records. }}
<div class="page-head"><h1>Change {{COUNT}}</h1></div>
<form class="form" method="post" action="{{LIST_URL}}/bulk" data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="return" value="{{BACK_URL}}">
{{>ERROR_SUMMARY}}
{{#CHOSEN}}<input type="hidden" name="ids" value="{{ID}}">{{/CHOSEN}}
<div class="field"><label for="tag">Tag</label><input id="tag" name="tag" maxlength="50" value="{{TAG}}"{{#TAG_ERROR}} aria-invalid="true" aria-describedby="tag-error"{{/TAG_ERROR}}>{{#TAG_ERROR}}<p class="field-error" id="tag-error">{{MESSAGE}}</p>{{/TAG_ERROR}}</div>
<div class="form-actions"><button class="btn primary" name="do" value="tag">Add tag</button><button class="btn" name="do" value="untag">Remove tag</button><button class="btn" name="do" value="archive">Archive</button><a class="btn quiet" href="{{BACK_URL}}">Cancel</a></div>
</form>
