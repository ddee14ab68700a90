{{%AUTOESCAPE context="HTML"}}
{{! What happened lately: GROUP (DAY DAY_NUMBER) with LINE as audit_view.h says, INITIALS, WHY (REASON), SEEN: the first one from before the last visit; HAS_LOG. }}
<section aria-labelledby="feed-title"><div class="section-head"><h2 id="feed-title">Recent changes</h2>{{#HAS_LOG}}<a href="/audit">Audit log</a>{{/HAS_LOG}}</div>
{{#GROUP}}<h3 class="day" id="day-{{DAY_NUMBER}}">{{DAY}}</h3>
<ul class="lines feed" aria-labelledby="day-{{DAY_NUMBER}}">
{{#LINE}}{{#SEEN}}<li class="seen"><span>Above: since your last visit</span></li>
{{/SEEN}}<li data-row><span class="avatar" aria-hidden="true">{{INITIALS}}</span><span class="line-text">{{#ACTOR_LINK}}<a class="line-who" href="/users/{{ACTOR_ID}}" dir="auto">{{ACTOR}}</a>{{/ACTOR_LINK}}{{#ACTOR_PLAIN}}<span dir="auto">{{ACTOR}}</span>{{/ACTOR_PLAIN}} {{WHAT}}{{#RECORD_LINK}} {{ON}} <a class="line-name" href="{{RECORD_URL}}" dir="auto">{{RECORD}}</a>{{/RECORD_LINK}}{{#RECORD_PLAIN}} {{ON}} <b dir="auto">{{RECORD}}</b>{{/RECORD_PLAIN}}{{#WIDER}} <span class="chip scope-wider"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#wider"></use></svg>Wider: {{WIDER_SUBJECTS}}</span>{{/WIDER}}{{#WHY}} <span class="muted" dir="auto">{{REASON}}</span>{{/WHY}}</span>{{#DIFF}}<a class="line-compare" href="{{DIFF_URL}}">Compare<span class="sr">{{#RECORD_LINK}} {{RECORD}}{{/RECORD_LINK}}</span></a>{{/DIFF}}<span class="line-meta">{{#WHEN}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</span></li>
{{/LINE}}
</ul>
{{/GROUP}}
</section>
