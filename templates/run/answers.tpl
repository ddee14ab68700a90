{{%AUTOESCAPE context="HTML"}}
{{! Uploading the answers to a run that was carried by file (run_view_row). Includes HEAD, ERROR_SUMMARY. }}
{{>HEAD}}
<form class="form" method="post" action="{{RUN_URL}}/answers" enctype="multipart/form-data">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<p class="muted">Test run of v{{VERSION}} with <bdi>{{SET_NAME}}</bdi> v{{SET_VERSION}}{{#CARRIED}}, carried by <bdi>{{RUNNER_NAME}}</bdi>{{/CARRIED}}. All answers are accepted, or none.</p>
<div class="field"><label for="answers">Answers</label><input id="answers" name="answers" type="file" required aria-describedby="answers-hint{{#ANSWERS_ERROR}} answers-error{{/ANSWERS_ERROR}}"{{#ANSWERS_ERROR}} aria-invalid="true"{{/ANSWERS_ERROR}}>{{#ANSWERS_ERROR}}<p class="field-error" id="answers-error">{{MESSAGE}}</p>{{/ANSWERS_ERROR}}<p class="hint" id="answers-hint">The file that <code>rostrum run-cases</code> wrote, its name ends in .answers. Up to 16 MB.</p></div>
<div class="form-actions"><button class="btn primary">Upload answers</button><a class="btn quiet" href="{{RUN_URL}}">Cancel</a></div>
</form>
