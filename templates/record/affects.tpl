{{%AUTOESCAPE context="HTML"}}
{{! Whom the move of a label reaches; filled by record_affects_show(); LEAVES (N) with FETCHERS, who fetched the version that the label leaves. }}
<section class="affects" aria-labelledby="affects-title"><h2 id="affects-title">{{#AFFECTED}}Affects {{AFFECTED_COUNT}}{{/AFFECTED}}{{#AFFECTS_NOTHING}}Affects no other record{{/AFFECTS_NOTHING}}</h2>
{{#AFFECTED}}<dl class="facts">{{#AFFECTED_KIND}}<dt>{{AFFECTED_TITLE}}</dt><dd class="chips">{{#AFFECTED_ONE}}<a class="chip" href="{{AFFECTED_URL}}" dir="auto">{{AFFECTED_NAME}}{{#AFFECTED_LIVE}} <b class="live">live</b>{{/AFFECTED_LIVE}}{{#AFFECTED_STALE}} <b>evidence out of date</b>{{/AFFECTED_STALE}}{{#AFFECTED_ARCHIVED}} <b>archived</b>{{/AFFECTED_ARCHIVED}}</a>{{/AFFECTED_ONE}}{{#AFFECTED_MORE}}<a href="{{BASE}}/used-by">and {{AFFECTED_REST}} more</a>{{/AFFECTED_MORE}}</dd>{{/AFFECTED_KIND}}</dl>{{/AFFECTED}}
{{#AFFECTS_EVIDENCE}}<p>{{STALE_COUNT}} live by a release rule. What they serve changes with this move, so their evidence goes out of date: run their tests again.</p>{{/AFFECTS_EVIDENCE}}
{{#AFFECTS_NOTHING}}<p class="muted">Nothing in Rostrum follows {{AFFECTS_LABEL}} of this {{NOUN}}.</p>{{/AFFECTS_NOTHING}}
{{#AFFECTS_NOT}}<p class="muted">{{OTHER_USES}} not follow {{AFFECTS_LABEL}}. <a href="{{BASE}}/used-by">Show all uses</a></p>{{/AFFECTS_NOT}}
</section>
{{#LEAVES}}<section aria-labelledby="fetchers-title"><h2 id="fetchers-title">Who fetched v{{N}} lately</h2>{{>FETCHERS}}</section>{{/LEAVES}}
