{{%AUTOESCAPE context="HTML"}}
{{! What models answered: CALLS, which grow by themselves if IS_LIVE. }}
{{>HEAD}}
<div class="stack">
<div class="section-head"><h2>Results</h2><a class="btn small" href="{{BASE}}/preview">Back to the preview</a></div>
<div class="stack"{{#IS_LIVE}} data-grows="{{RESULTS_URL}}?part=1&amp;live=1"{{/IS_LIVE}}>
{{>CALLS}}</div>
{{#IS_LIVE}}<noscript><p class="muted"><a href="{{RESULTS_URL}}">Load the answers</a></p></noscript>{{/IS_LIVE}}
</div>
