{{%AUTOESCAPE context="HTML"}}
{{! Name, tags and description of a record in its editor: first in that of a new one, last in that of a saved one. }}
<section class="panel" id="part-properties" aria-labelledby="properties-title"><div class="panel-head"><h2 id="properties-title">Properties</h2>{{#IS_SAVED}}<span class="muted">Changing these makes no new version and needs no change message.</span>{{/IS_SAVED}}</div>
<div class="panel-body stack">
<div class="fields">
<div class="field"><label for="name">Name</label><input id="name" name="name" value="{{NAME}}" maxlength="200" required spellcheck="false" autocomplete="off"{{#NAME_ERROR}} aria-invalid="true"{{/NAME_ERROR}} aria-describedby="name-hint{{#NAME_ERROR}} name-error{{/NAME_ERROR}}">{{#NAME_ERROR}}<p class="field-error" id="name-error">{{MESSAGE}}</p>{{/NAME_ERROR}}<p class="hint" id="name-hint">{{NAME_HINT}}</p></div>
<div class="field"><label for="tags">Tags <span class="optional">optional</span></label><input id="tags" name="tags" value="{{TAGS}}" maxlength="4000" autocomplete="off"{{#TAGS_ERROR}} aria-invalid="true"{{/TAGS_ERROR}} aria-describedby="tags-hint{{#TAGS_ERROR}} tags-error{{/TAGS_ERROR}}">{{#TAGS_ERROR}}<p class="field-error" id="tags-error">{{MESSAGE}}</p>{{/TAGS_ERROR}}<p class="hint" id="tags-hint">Separated by commas.</p></div>
</div>
<div class="field"><label for="description">Description <span class="optional">optional</span></label><textarea id="description" name="description" maxlength="2000" rows="2"{{#DESCRIPTION_ERROR}} aria-invalid="true" aria-describedby="description-error"{{/DESCRIPTION_ERROR}}>{{BI_NEWLINE}}{{DESCRIPTION:pre_escape}}</textarea>{{#DESCRIPTION_ERROR}}<p class="field-error" id="description-error">{{MESSAGE}}</p>{{/DESCRIPTION_ERROR}}</div>
</div></section>
