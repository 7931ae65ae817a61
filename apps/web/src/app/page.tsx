import { Home } from '../home/Home.tsx'

export default function HomeRoute() {
  return <Home />
}
