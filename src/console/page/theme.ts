// Runs before the page is drawn, so that a chosen theme never flashes the other one. A script of its own, since the
// policy of the page allows none within it.
const chosen = localStorage.getItem('theme');
if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset['theme'] = chosen;
