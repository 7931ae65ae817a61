/** Where the chosen theme is kept in localStorage; nothing there means: as the system. */
export const THEME_KEY = 'inkwire.theme'

/** Runs before the page is painted, so it can't be a module. */
export const THEME_SCRIPT = `try{var t=localStorage.getItem('${THEME_KEY}');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch(e){}`
