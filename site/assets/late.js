// What is said of a source that is late stands in the page, hidden, with the last day on
// which it is in time: the page is the same whenever it was made, and the reader's own
// clock decides. That works even when nobody builds the site any more.
(function () {
    "use strict";
    var today = new Date().toISOString().slice(0, 10);
    document.querySelectorAll("[data-late-after]").forEach(function (banner) {
        banner.hidden = today <= banner.getAttribute("data-late-after");
    });
})();
