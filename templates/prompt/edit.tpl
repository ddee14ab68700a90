{{%AUTOESCAPE context="HTML"}}
{{! STALE is shown when someone saved in between: the difference to what was typed stands below the buttons. }}
{{>HEAD}}
<form class="form wide" method="post" action="{{ACTION_URL}}" data-guard{{#UNSAVED}} data-dirty{{/UNSAVED}}>
{{>FIELDS}}
<div class="form-actions"><button class="btn primary" name="do" value="save">Save prompt</button><button class="btn" name="do" value="preview" formaction="{{ACTION_URL}}#preview-title" formnovalidate>Preview</button><a class="btn quiet" href="{{BASE}}">Cancel</a></div>
{{#STALE}}<section class="stack" aria-labelledby="stale-title"><h2 id="stale-title">Version {{NOW_VERSION}} and your text</h2>
{{>STALE_FIELDS}}
{{>DIFF}}
</section>{{/STALE}}
{{>PREVIEW_PART}}
</form>
