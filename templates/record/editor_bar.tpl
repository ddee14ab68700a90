{{%AUTOESCAPE context="HTML"}}
{{! The bar at the bottom of an editor, the last thing inside its form; filled by record_editor_show(). }}
<div class="editor-bar">
<div class="field"><label for="message">Change message <span class="optional">optional</span></label><input id="message" name="message" value="{{MESSAGE}}" maxlength="500" placeholder="What changes and why" autocomplete="off"{{#MESSAGE_ERROR}} aria-invalid="true" aria-describedby="message-error"{{/MESSAGE_ERROR}}>{{#MESSAGE_ERROR}}<p class="field-error" id="message-error">{{MESSAGE}}</p>{{/MESSAGE_ERROR}}</div>
<p class="unsaved" role="status" data-unsaved></p>
<div class="actions"><button class="btn primary" name="do" value="save" data-save>{{SAVE_WORDS}}</button>{{#MAY_RELEASE}}<button class="btn" name="do" value="release">{{SAVE_AND_RELEASE}}</button>{{/MAY_RELEASE}}<a class="btn quiet" href="{{CANCEL_URL}}">Cancel</a></div>
</div>
<script src="{{EDITOR_URL}}" defer></script>
