{{%AUTOESCAPE context="HTML"}}
{{! A comment that was refused, with what was typed; filled by page_comment_add_post(). }}
{{>HEAD}}
<form class="form" data-guard method="post" action="{{BASE}}/comments"><input type="hidden" name="csrf" value="{{CSRF}}">{{#ON_VERSION}}<input type="hidden" name="version" value="{{N}}">{{/ON_VERSION}}{{#ON_PROPOSAL}}<input type="hidden" name="proposal" value="{{PROPOSAL_ID}}">{{/ON_PROPOSAL}}
{{>ERROR_SUMMARY}}
<div class="field"><label for="body">Comment</label><textarea id="body" name="body" rows="6" dir="auto" required data-mention="/users?q=" aria-describedby="body-hint{{#BODY_ERROR}} body-error{{/BODY_ERROR}}"{{#BODY_ERROR}} aria-invalid="true"{{/BODY_ERROR}}>{{BI_NEWLINE}}{{BODY:pre_escape}}</textarea>{{#BODY_ERROR}}<p class="field-error" id="body-error">{{MESSAGE}}</p>{{/BODY_ERROR}}<p class="hint" id="body-hint">Type @ and a full name to mention someone: they find it in their inbox.</p></div>
<div class="form-actions"><button class="btn primary">Comment</button><a class="btn quiet" href="{{CANCEL_URL}}">Cancel</a></div>
</form>
