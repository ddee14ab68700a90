{{%AUTOESCAPE context="HTML"}}
{{! How often programs were served a record, and who they are; filled by record_usage_show(): USAGE_WORDS, LAST_SERVED, SERVED_ARCHIVED, SERVED_CHART with CHART, FETCHERS, LOST_SECONDS. }}
<section class="stack" id="served" aria-labelledby="served-title"><div><h2 id="served-title">Served to programs</h2>
<p>{{USAGE_WORDS}}{{#LAST_SERVED}}<span class="muted">, last <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span>{{/LAST_SERVED}}</p></div>
{{#SERVED_ARCHIVED}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><strong>Programs still fetch it although it is archived</strong>, last <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>.</div></div>{{/SERVED_ARCHIVED}}
{{#SERVED_CHART}}{{>CHART}}{{/SERVED_CHART}}
<div>{{>FETCHERS}}
<p class="hint">Every answer with the content counts, also “not modified” (304). Counts are here within {{LOST_SECONDS}} seconds, and on other pages within a minute. If a server process is killed, what it served in its last {{LOST_SECONDS}} seconds is not counted.</p></div>
</section>
