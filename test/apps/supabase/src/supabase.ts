import { createClient } from '@supabase/supabase-js';

const url = import.meta.env.VITE_SUPABASE_URL;

export const supabase = createClient(url, import.meta.env.VITE_SUPABASE_ANON_KEY);
